#ifndef HOMEWARD_AUTH_PROOF_PROVE_H_
#define HOMEWARD_AUTH_PROOF_PROVE_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth {

// Whether Prove() can take `red_lines`. Pure. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  It can't; the text says where and what to change.
absl::Status CheckRedLines(const v1::RedLines& red_lines);

// Told now and then, on the thread of Prove(), how many of the most steps a
// proof has taken. False ends it.
using ProofWatch = std::function<bool(int64_t done, int64_t most)>;

// What a proof is about, and how long it may be.
struct ProofBounds {
  // Questions asked before don't count. What was received before by way of
  // others does, as long as it may be kept.
  absl::Time from = absl::InfinitePast();
  // A step is about one box held against another. 1,000 MOUs of 10 clauses and
  // 20 red lines take 7 million, in 0.8 s.
  int64_t max_steps = 200'000'000;
  // Called after each hundred thousand steps or a little more, which take about
  // a hundredth of a second. Empty: nobody watches.
  ProofWatch watch = {};
};

// Proves that `mous` cross none of `red_lines`, by taking from what they permit
// everything that something prohibits, box by box: for every question, whatever
// the facts, at every time of `bounds` at which an MOU of the set is in force.
// Every breach it tells of was decided by Decide(), at a time that it names.
// Each fact is taken by itself, as if none followed from another: custody
// without a care relation too, danger without a case. So a breach may need what
// is never true of one child, and none is missed; a prohibition mends it, or
// the condition that the permit lacks. Where the documents are too large for
// `bounds`, red lines are undecided: the same ones each time. Pure.
// Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT     As CheckRedLines().
//   FAILED_PRECONDITION  The set has no charter, so that all is denied.
//   CANCELLED            `bounds.watch` ended it: nothing is proven.
//   INTERNAL             The prover found a breach that the decision doesn't
//                        confirm: nothing is proven.
//
// Source: docs/mou.md, "Red lines".
absl::StatusOr<v1::ProofReport> Prove(
    const std::shared_ptr<const ActiveSet>& mous, const v1::RedLines& red_lines,
    const ProofBounds& bounds = {});

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PROOF_PROVE_H_
