#ifndef HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_
#define HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/proof/cover.h"
#include "auth/proof/present_claim.h"
#include "auth/proof/red_line.h"

namespace homeward::auth::proof {

// Whether `line` asks for claim C, and C says more of it than claim B.
bool AsksForPaths(const CompiledRedLine& line);

// Claim C: adds to the results of the red lines that ask for it the ways on
// which data of their owners crosses them by way of other agencies, from `from`
// on. What an agency has received of a category it may pass on as its own,
// under any MOU, purpose and fact, for as long as RETAIN_AT_MOST lets it keep
// it: so what it received before `from` counts too. The hops of a way are in
// the order of time. Ways that break this duty or NO_ONWARD_SHARING come last,
// and say so. When `steps` are over some may be missing.
//
// Errors:
//   INTERNAL  As Confirm().
absl::Status FindPaths(const std::shared_ptr<const ActiveSet>& mous,
                       const AgencyNames& names, absl::Time from,
                       const std::vector<Claim>& claims, Steps& steps);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_ONWARD_CLAIM_H_
