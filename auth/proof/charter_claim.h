#ifndef HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_
#define HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_

#include "auth/decision/compiled_set.h"
#include "auth/proof/red_line.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth::proof {

// Claim A: whether `charter` alone prohibits all that `line` speaks of, as
// long as it is in force. Then no MOU, now or later, crosses the line, since
// without a charter in force nothing is permitted.
v1::CharterProof ProveByCharter(const CompiledMou& charter,
                                const CompiledRedLine& line,
                                const AgencyNames& names);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_CHARTER_CLAIM_H_
