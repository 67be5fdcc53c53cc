#ifndef HOMEWARD_SERVICES_CLI_MOU_MOU_WARNINGS_H_
#define HOMEWARD_SERVICES_CLI_MOU_MOU_WARNINGS_H_

#include <vector>

#include "absl/time/time.h"
#include "auth/mou/mou.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::cli {

// What of `mou` a node enforces, and is probably a slip: that it holds, or that
// what was received may be kept, for over 10 years. In the order of the
// document. Pure.
std::vector<auth::Finding> MouWarnings(const v1::Mou& mou, absl::Time now);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_MOU_WARNINGS_H_
