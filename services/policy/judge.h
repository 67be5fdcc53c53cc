#ifndef HOMEWARD_SERVICES_POLICY_JUDGE_H_
#define HOMEWARD_SERVICES_POLICY_JUDGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "services/policy/state.h"

namespace homeward::policy {

// What Judge() proves from: equal inputs, equal results.
std::string InputsOf(const State& state);

// Whether nothing of `state` waits for a proof.
bool IsSettled(const State& state);

// Whether the MOUs that every party has signed make a set, active or not.
// Errors: as MouRegister::CompileResumed().
absl::Status CanBeJudged(const State& state);

// Proves which MOUs of `state` may be active together, as if nobody suspended
// one: so resuming needs no proof. Of those that every party has signed, each
// is admitted that crosses no red line together with those before it: first
// come those that `state.proof` admitted, then the others as they became whole.
// With 1,000 MOUs and 20 red lines a proof takes about a second, and each that
// is refused among n takes about 2 log2(n) more: call it under no lock and on
// no thread of gRPC. Pure.
//
// Errors:
//   as MouRegister::CompileResumed()
absl::StatusOr<internal::v1::MouProof> Judge(const State& state);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_JUDGE_H_
