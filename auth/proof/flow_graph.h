#ifndef HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_
#define HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_

#include <map>
#include <utility>
#include <vector>

#include "auth/decision/compiled_set.h"
#include "auth/mou/enum_set.h"
#include "auth/proof/arena.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"

namespace homeward::auth::proof {

// A way for data of one category from one agency to another.
struct Flow {
  int from = kUnnamedAgency;
  int to = kUnnamedAgency;
  v1::Category category = v1::CATEGORY_UNSPECIFIED;
  // Questions on which it flows.
  Box box;
  const Arena* arena = nullptr;
  const CompiledClause* permit = nullptr;

  // Whether it goes with the duty NO_ONWARD_SHARING.
  bool has_duty() const;
};

// From whom to whom what MOUs permit may flow. What it is made of must outlive
// it. Immutable.
class FlowGraph {
 public:
  // Of one flow between two agencies and of one category it keeps the first
  // without the duty, and the first with it.
  void Add(const Flow& flow);

  // Flows in their order, by the agency that they end at.
  using Ways = std::map<int, std::vector<const Flow*>>;

  // The flows on which data of `category` gets from one of `owners` to each
  // other agency, in their order, on the fewest hops. Without `against_duty`
  // only flows that don't go with the duty.
  Ways Reach(const std::vector<int>& owners, v1::Category category,
             bool against_duty) const;

 private:
  // By agency and category that it flows from; then by agency and duty.
  std::map<std::pair<int, v1::Category>, std::map<std::pair<int, bool>, Flow>>
      flows_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_FLOW_GRAPH_H_
