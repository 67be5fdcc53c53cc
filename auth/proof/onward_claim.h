#ifndef HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_
#define HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "auth/decision/active_set.h"
#include "auth/proof/present_claim.h"
#include "auth/proof/red_line.h"

namespace homeward::auth::proof {

// Claim C: adds to the results of the red lines that ask for it the ways on
// which data of their owners crosses them by way of other agencies. What an
// agency once received of a category it may pass on as its own, under any MOU,
// purpose and fact, in any order of time: a label stays on data for good. Ways
// that break the duty NO_ONWARD_SHARING come last, and say so.
//
// Errors:
//   INTERNAL  As Confirm().
absl::Status FindPaths(const std::shared_ptr<const ActiveSet>& mous,
                       const AgencyNames& names, std::vector<Claim>& claims);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_
