#ifndef HOMEWARD_AUTH_PROOF_PRESENT_CLAIM_H_
#define HOMEWARD_AUTH_PROOF_PRESENT_CLAIM_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/proof/cover.h"
#include "auth/proof/red_line.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth::proof {

// A red line to prove, and where what is found about it goes.
struct Claim {
  const CompiledRedLine* line = nullptr;
  v1::RedLineResult* result = nullptr;
};

// Claim B: adds to the results the breaches that `mous` allow at any time from
// `from` on, and what prevents the others. A suspended MOU permits nothing.
// Leaves out what the charter already rules out (claim A). When `steps` are
// over some may be missing.
//
// Errors:
//   INTERNAL  As Confirm().
absl::Status FindBreaches(const std::shared_ptr<const ActiveSet>& mous,
                          const AgencyNames& names, absl::Time from,
                          const std::vector<Claim>& claims, Steps& steps);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_PRESENT_CLAIM_H_
