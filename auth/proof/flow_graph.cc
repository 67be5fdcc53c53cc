#include "auth/proof/flow_graph.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "auth/proto_time.h"

namespace homeward::auth::proof {
namespace {

// Whether `flow` does all that `other` does.
bool Serves(const Flow& flow, const Flow& other) {
  return flow.to == other.to && other.box.time.Within(flow.box.time) &&
         (!flow.has_duty() || other.has_duty()) &&
         flow.kept_for() >= other.kept_for();
}

}  // namespace

bool Flow::has_duty() const {
  return absl::c_any_of(permit->obligations, [](const v1::Obligation& duty) {
    return duty.type() == v1::OBLIGATION_TYPE_NO_ONWARD_SHARING;
  });
}

absl::Duration Flow::kept_for() const {
  absl::Duration shortest = absl::InfiniteDuration();
  for (const v1::Obligation& duty : permit->obligations) {
    if (duty.type() != v1::OBLIGATION_TYPE_RETAIN_AT_MOST) continue;
    shortest = std::min(shortest, ToDuration(duty.within()));
  }
  return shortest;
}

void FlowGraph::Add(const Flow& flow, Steps& steps) {
  std::vector<Flow>& flows = flows_[{flow.from, flow.category}];
  // Those that end at one agency stand together, in the order in which they
  // came.
  const auto [first, last] = std::equal_range(
      flows.begin(), flows.end(), flow,
      [](const Flow& a, const Flow& b) { return a.to < b.to; });
  if (!steps.Take(1 + (last - first))) return;
  if (std::any_of(first, last,
                  [&flow](const Flow& one) { return Serves(one, flow); })) {
    return;
  }
  flows.insert(last, flow);
}

const std::vector<Flow>& FlowGraph::From(int from,
                                         v1::Category category) const {
  static const std::vector<Flow>& none = *new std::vector<Flow>();
  const auto found = flows_.find({from, category});
  return found == flows_.end() ? none : found->second;
}

}  // namespace homeward::auth::proof
