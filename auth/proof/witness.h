#ifndef HOMEWARD_AUTH_PROOF_WITNESS_H_
#define HOMEWARD_AUTH_PROOF_WITNESS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "auth/decision/active_set.h"
#include "auth/decision/compiled_set.h"
#include "auth/proof/box.h"
#include "auth/proof/frame.h"
#include "auth/proof/red_line.h"
#include "auth/what_if/what_if.h"
#include "homeward/v1/red_line.pb.h"

// From a box to one question of it, and what the real decision says to that.
namespace homeward::auth::proof {

// Some question of `box`, which must not be empty, to `mou`, or to no MOU when
// it is null. It asks for one category.
WhatIf QuestionIn(const Box& box, const Frame& frame, const AgencyNames& names,
                  const CompiledMou* mou);

// A breach by the permit `clause`: a question of `box`, decided by
// Decide().
//
// Errors:
//   INTERNAL  The decision doesn't disclose a field of `box`: prover and
//             decision disagree, so that nothing is proven.
absl::StatusOr<v1::Breach> Confirm(
    const Box& box, const Frame& frame, const AgencyNames& names,
    const CompiledClause& clause, const std::shared_ptr<const ActiveSet>& mous);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_WITNESS_H_
