#ifndef HOMEWARD_SERVICES_POLICY_JUDGE_H_
#define HOMEWARD_SERVICES_POLICY_JUDGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "services/policy/state.h"
#include "services/policy/why_not.h"

namespace homeward::policy {

// What Judge() proves from, and which of it has expired at `now`: what was
// proven of equal inputs holds from then on.
std::string InputsOf(const State& state, absl::Time now);

// Whether nothing of `state` waits for a proof.
bool IsSettled(const State& state, absl::Time now);

// Whether the MOUs that every party has signed make a set, active or not.
// Errors: as MouRegister::CompileResumed().
absl::Status CanBeJudged(const State& state, absl::Time now);

// Proves which MOUs of `state` may be active together from `now` on, as if
// nobody suspended one: so resuming needs no proof. Of those that every party
// has signed, each is admitted that crosses no red line together with those
// before it: first come those that `state.proof` admitted, then the others as
// they became whole, of both the expired first: what was received under them is
// not undone. With 1,000 MOUs and 20 red lines a proof takes about a second,
// and each that is refused among n takes about 2 log2(n) more: call it under no
// lock and on no thread of gRPC. Once 20 proofs were too large, what is not
// admitted by then is refused. Pure.
//
// Errors:
//   as MouRegister::CompileResumed()
//   CANCELLED  `goes_on` said no: nothing is proven.
absl::StatusOr<internal::v1::MouProof> Judge(const State& state, absl::Time now,
                                             const GoesOn& goes_on);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_JUDGE_H_
