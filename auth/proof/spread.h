#ifndef HOMEWARD_AUTH_PROOF_SPREAD_H_
#define HOMEWARD_AUTH_PROOF_SPREAD_H_

#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"
#include "auth/proof/flow_graph.h"
#include "homeward/v1/category.pb.h"

// When who may have what others told.
namespace homeward::auth::proof {

// That an agency may have data.
struct Holding {
  // From when until when.
  Interval<absl::Time> time;
  // The last flow on which it comes, the times at which it may, and what its
  // giver had before. Null of where the data comes from.
  const Flow* flow = nullptr;
  Interval<absl::Time> came;
  const Holding* before = nullptr;
  // How many flows there are to it.
  int hops = 0;
};

// A flow, and the time at which it is asked for.
using TimedFlow = std::pair<const Flow*, absl::Time>;

// Where data of some agencies gets to. An agency may pass on what it may still
// keep: so the flows of a way are in the order of time, and none is asked for
// after what came before it is deleted. Immutable.
class Spread {
 public:
  // Of data of `category` that `owners` always have. With `against_duty`
  // everybody passes on what she must not, and keeps it for good. `graph` must
  // outlive it and stay as it is. When `steps` are over some is missing.
  Spread(const FlowGraph& graph, const std::vector<int>& owners,
         v1::Category category, bool against_duty, Steps& steps);
  Spread(const Spread&) = delete;
  Spread& operator=(const Spread&) = delete;

  // What `agency` may have, on the fewest hops first; none of an owner.
  const std::vector<const Holding*>& At(int agency) const;

  // The flows to `holding`, each with its time, so that the data is there at
  // `until`, which must be one of its times. They are asked for as soon as can
  // be, but not before `from` if that can be.
  std::vector<TimedFlow> WayTo(const Holding& holding, absl::Time until,
                               absl::Time from) const;

 private:
  // What passing `flow` on from `holding` gives, if anything.
  std::optional<Holding> Next(const Holding& holding, const Flow& flow) const;
  // Keeps it at `agency`, unless others there last all its time.
  void Keep(int agency, const Holding& holding);

  struct AtAgency {
    std::vector<const Holding*> holdings;
    // Their times together: ends by beginnings, which don't touch.
    std::map<absl::Time, absl::Time> times;
  };

  const bool against_duty_;
  std::deque<std::pair<int, Holding>> all_;  // Never moved.
  std::map<int, AtAgency> by_agency_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_SPREAD_H_
