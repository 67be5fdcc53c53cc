#ifndef HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_
#define HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_

#include "absl/time/time.h"
#include "auth/decision/compiled_set.h"
#include "auth/proof/cover.h"
#include "auth/proof/red_line.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth::proof {

// Claim A: whether `charter` alone prohibits all that `line` speaks of, from
// `from` on and as long as it is in force. Then no MOU, now or later, crosses
// the line, since without a charter in force nothing is permitted. Undecided
// when `steps` are over.
v1::CharterProof ProveByCharter(const CompiledMou& charter,
                                const CompiledRedLine& line,
                                const AgencyNames& names, absl::Time from,
                                Steps& steps);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_
