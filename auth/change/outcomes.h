#ifndef HOMEWARD_AUTH_CHANGE_OUTCOMES_H_
#define HOMEWARD_AUTH_CHANGE_OUTCOMES_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/mou/treatment.h"

namespace homeward::auth {

// What happens to each field, by its number in FieldCatalog.
using Outcomes = std::vector<Treatment>;

// What `mous` decide, by Admit() and Authorize(). Every field is dropped when
// they deny. Pure.
Outcomes OutcomesOf(const std::shared_ptr<const ActiveSet>& mous,
                    const AccessRequest& request, const CaseFacts& case_facts,
                    const RecordFacts& facts, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_OUTCOMES_H_
