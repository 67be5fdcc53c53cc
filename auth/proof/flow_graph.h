#ifndef HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_
#define HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/compiled_set.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"
#include "auth/proof/frame.h"

namespace homeward::auth::proof {

// A way for data of one category from one agency to another.
struct Flow {
  int from = kUnnamedAgency;
  int to = kUnnamedAgency;
  v1::Category category = v1::CATEGORY_UNSPECIFIED;
  // Questions on which it flows, each at any of its times.
  Box box;
  std::shared_ptr<const Frame> frame;
  const CompiledClause* permit = nullptr;

  // Whether it goes with the duty NO_ONWARD_SHARING.
  bool has_duty() const;
  // How long who receives it may keep it: the shortest RETAIN_AT_MOST, or for
  // good.
  absl::Duration kept_for() const;
};

// From whom to whom what MOUs permit may flow. What it is made of must outlive
// it.
class FlowGraph {
 public:
  // Keeps `flow`, unless one that is here serves as well: at all its times,
  // kept for as long, and without a duty that it lacks.
  void Add(const Flow& flow, Steps& steps);

  // Those of `category` that begin at `from`, by where they end. They stay
  // where they are until the next Add().
  const std::vector<Flow>& From(int from, v1::Category category) const;

 private:
  // By agency and category that it flows from.
  std::map<std::pair<int, v1::Category>, std::vector<Flow>> flows_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_
