#ifndef HOMEWARD_AUTH_PROOF_ARENA_H_
#define HOMEWARD_AUTH_PROOF_ARENA_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "auth/decision/compiled_set.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"
#include "auth/proof/frame.h"

namespace homeward::auth::proof {

// The prohibitions of a set, to find those that may speak of an MOU. The set
// must outlive it. Immutable.
class Prohibitions {
 public:
  explicit Prohibitions(const CompiledSet& set);

  // Those that may speak of a question between the parties of `mou`, the
  // charter's first. Some may be missing when `steps` are over.
  std::vector<const CompiledClause*> About(const CompiledMou& mou,
                                           Steps& steps) const;

 private:
  void Add(const CompiledMou& mou);

  // Each with its number, by which they are put in order.
  using Numbered = std::vector<std::pair<int, const CompiledClause*>>;
  Numbered of_anybody_;
  absl::flat_hash_map<int, Numbered> by_requester_;
  int count_ = 0;
};

// Everything that takes away from what one MOU permits, in one frame: the
// prohibitions, the rules in code, and what its own permits drop. What it is
// made of must outlive it. What it does takes steps: when they are over, it
// lacks something. Not thread-safe.
class Arena {
 public:
  // Of questions at the times `when`.
  Arena(const CompiledMou& mou, Interval<absl::Time> when,
        const std::vector<const CompiledClause*>& prohibitions, Between between,
        bool two_roles, Steps* steps);

  const std::shared_ptr<const Frame>& frame() const { return frame_; }
  // What `line` speaks of here. None is empty.
  std::vector<Box> Regions(const CompiledClause& line) const;
  // The cuts that touch one of `regions`.
  std::vector<const Cut*> Touching(const std::vector<Box>& regions) const;
  // What `permit`, of the MOU, gives in `region` when nothing is taken away.
  std::vector<Box> Given(const CompiledClause& permit, const Box& region) const;
  // Who a cut comes from: a clause, or a rule such as `P-SCREEN`.
  const std::string& NameOf(int source) const { return names_[source]; }

 private:
  void AddRulesInCode();
  int Source(const std::string& name);

  std::shared_ptr<const Frame> frame_;
  Box domain_;
  bool case_counts_;
  Steps& steps_;
  std::vector<Cut> cuts_;
  std::vector<std::string> names_;
};

// The arenas of one MOU, made when they are first needed. What it is made of
// must outlive it. Not thread-safe.
class MouArenas {
 public:
  // Of questions at the times `when`.
  MouArenas(const CompiledMou& mou, Interval<absl::Time> when,
            const Prohibitions& prohibitions, Steps* steps);

  const Arena& Get(Between between, bool two_roles);

 private:
  const CompiledMou& mou_;
  const Interval<absl::Time> when_;
  Steps& steps_;
  const std::vector<const CompiledClause*> prohibitions_;
  std::map<std::pair<Between, bool>, std::unique_ptr<const Arena>> arenas_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_ARENA_H_
