#ifndef HOMEWARD_AUTH_PROOF_FLOWS_H_
#define HOMEWARD_AUTH_PROOF_FLOWS_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "auth/decision/compiled_set.h"
#include "auth/proof/arena.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"
#include "auth/proof/flow_graph.h"
#include "homeward/v1/category.pb.h"

// What the permits of an MOU give when all is taken away that something takes.
namespace homeward::auth::proof {

// `regions` from one owner, to one asker when it is given.
std::vector<Box> Narrowed(std::vector<Box> regions, const Frame& frame,
                          int owner, std::optional<int> requester);

// Something that a permit gives of one category, and what may take it away.
struct Given {
  const CompiledClause* permit = nullptr;
  v1::Category category = v1::CATEGORY_UNSPECIFIED;
  const Box* box = nullptr;
  const std::vector<const Cut*>* cuts = nullptr;
};

// Calls `visit` with all that the permits of `mou` give in `regions` of
// `arena`, nothing taken away yet.
void ForEachGiven(const CompiledMou& mou, const Arena& arena,
                  const std::vector<Box>& regions,
                  absl::FunctionRef<void(const Given&)> visit);

// The flows between two parties under one MOU at the times `when`. When `steps`
// are over some are missing.
void AddFlows(const CompiledMou& mou, Interval<absl::Time> when,
              const Prohibitions& prohibitions, Steps& steps, FlowGraph& graph);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_FLOWS_H_
