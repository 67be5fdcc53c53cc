#ifndef HOMEWARD_AUTH_PROOF_PROVE_H_
#define HOMEWARD_AUTH_PROOF_PROVE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/active_set.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth {

// Whether Prove() can take `red_lines`. Pure. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  It can't; the text says where and what to change.
absl::Status CheckRedLines(const v1::RedLines& red_lines);

// Proves that `mous` cross none of `red_lines`, by taking from what they permit
// everything that something prohibits, box by box: for every question, whatever
// the facts, at every time at which an MOU of the set is in force. Every breach
// it tells of was decided by Decide(). Pure. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT     As CheckRedLines().
//   FAILED_PRECONDITION  The set has no charter, so that all is denied.
//   INTERNAL             The prover found a breach that the decision doesn't
//                        confirm: nothing is proven.
//
// Source: docs/mou.md, "Red lines".
absl::StatusOr<v1::ProofReport> Prove(
    const std::shared_ptr<const ActiveSet>& mous,
    const v1::RedLines& red_lines);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PROOF_PROVE_H_
