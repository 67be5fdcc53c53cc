#include "auth/proof/flow_graph.h"

#include <deque>

#include "absl/algorithm/container.h"

namespace homeward::auth::proof {

bool Flow::has_duty() const {
  return absl::c_any_of(permit->obligations, [](const v1::Obligation& duty) {
    return duty.type() == v1::OBLIGATION_TYPE_NO_ONWARD_SHARING;
  });
}

void FlowGraph::Add(const Flow& flow) {
  flows_[{flow.from, flow.category}].try_emplace({flow.to, flow.has_duty()},
                                                 flow);
}

FlowGraph::Ways FlowGraph::Reach(const std::vector<int>& owners,
                                 v1::Category category,
                                 bool against_duty) const {
  Ways ways;
  std::deque<int> waiting(owners.begin(), owners.end());
  for (const int owner : owners) ways[owner] = {};
  while (!waiting.empty()) {
    const int agency = waiting.front();
    waiting.pop_front();
    const auto flows = flows_.find({agency, category});
    if (flows == flows_.end()) continue;
    for (const auto& [to, flow] : flows->second) {
      if (flow.has_duty() && !against_duty) continue;
      std::vector<const Flow*> way = ways[agency];
      way.push_back(&flow);
      if (ways.try_emplace(flow.to, std::move(way)).second) {
        waiting.push_back(flow.to);
      }
    }
  }
  for (const int owner : owners) ways.erase(owner);
  return ways;
}

}  // namespace homeward::auth::proof
