#ifndef HOMEWARD_SERVICES_NODE_INDEX_TERM_RULES_H_
#define HOMEWARD_SERVICES_NODE_INDEX_TERM_RULES_H_

#include "storage/records/term_rebuild.h"

namespace homeward::node {

// The rules by which this program makes the terms of a record: what
// registration stores it under, of all its claims.
storage::TermRules PresentTermRules();

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_INDEX_TERM_RULES_H_
