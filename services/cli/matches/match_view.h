#ifndef HOMEWARD_SERVICES_CLI_MATCHES_MATCH_VIEW_H_
#define HOMEWARD_SERVICES_CLI_MATCHES_MATCH_VIEW_H_

#include <string>
#include <vector>

#include "homeward/v1/record.pb.h"

namespace homeward::cli {

// A match as people read it, one line each: the record, how sure it is and what
// people decided; then the evidence as a table whose weights, in bits, sum to
// the score. No table when nothing was compared. Pure.
std::vector<std::string> MatchText(const v1::RecordMatch& match);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCHES_MATCH_VIEW_H_
