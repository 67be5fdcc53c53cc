#include "auth/proof/onward_claim.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "auth/proof/arena.h"
#include "auth/proof/flow_graph.h"
#include "auth/proof/flows.h"
#include "auth/proof/spread.h"
#include "auth/proof/witness.h"

namespace homeward::auth::proof {
namespace {

constexpr size_t kMaxPaths = 20;

// A way before it is decided anew: what the giver of the last hop has, and that
// hop, where the data crosses the line.
struct Crossing {
  Flow last;
  absl::Time time;
  const Spread* spread = nullptr;
  const Holding* holding = nullptr;
  bool breaks_duty = false;

  std::tuple<bool, int> rank() const { return {breaks_duty, holding->hops}; }
};

void KeepBest(std::vector<Crossing>& crossings) {
  std::stable_sort(
      crossings.begin(), crossings.end(),
      [](const Crossing& a, const Crossing& b) { return a.rank() < b.rank(); });
  if (crossings.size() > kMaxPaths) {
    crossings.erase(crossings.begin() + kMaxPaths, crossings.end());
  }
}

// The ways of one red line.
class Paths {
 public:
  Paths(const Claim* claim, const FlowGraph* graph, Steps* steps)
      : claim_(*claim), graph_(*graph), steps_(*steps), search_(steps) {}

  // Looks for last hops under `mou`, in its `arenas`.
  void SearchIn(const CompiledMou& mou, MouArenas& arenas) {
    const CompiledRedLine& line = *claim_.line;
    const bool two_roles =
        !line.source->single_role() && line.clause.roles != RoleSet::All();
    CompiledClause passed_on = line.clause;
    passed_on.owner = {true, {}};
    for (const Between between : {Between::kApart, Between::kSame}) {
      if (between == Between::kSame && line.source->between_agencies()) {
        continue;
      }
      const Arena& arena = arenas.Get(between, two_roles);
      const std::vector<Box> regions = arena.Regions(passed_on);
      for (const int from : mou.parties) {
        if (steps_.over()) return;
        if (line.clause.owner.Contains(from)) continue;
        ForEachGiven(mou, arena,
                     Narrowed(regions, *arena.frame(), from, std::nullopt),
                     [&](const Given& given) { Add(from, arena, given); });
      }
    }
    // One for each permit and category.
    for (auto& [what, crossing] : of_mou_) {
      crossings_.push_back(std::move(crossing));
    }
    of_mou_.clear();
    KeepBest(crossings_);
  }

  // Adds the best to the result, each hop decided anew.
  absl::Status Tell(const std::shared_ptr<const ActiveSet>& mous,
                    const AgencyNames& names, absl::Time from) {
    for (const Crossing& crossing : crossings_) {
      std::vector<TimedFlow> way =
          crossing.spread->WayTo(*crossing.holding, crossing.time, from);
      way.emplace_back(&crossing.last, crossing.time);
      // A decision costs about as much as so many steps.
      constexpr size_t kStepsAHop = 1000;
      if (!steps_.Take(kStepsAHop * way.size())) break;
      v1::OnwardPath& path = *claim_.result->add_paths();
      path.set_breaks_duty(crossing.breaks_duty);
      for (const auto& [flow, time] : way) {
        Box box = flow->box;
        box.time.begin = time;
        auto hop = Confirm(box, *flow->frame, names, *flow->permit, mous);
        if (!hop.ok()) return hop.status();
        *path.add_hops() = *std::move(hop);
      }
    }
    return absl::OkStatus();
  }

 private:
  const Spread& SpreadOf(v1::Category category, bool against_duty) {
    std::unique_ptr<const Spread>& spread = spreads_[{category, against_duty}];
    if (spread == nullptr) {
      const AgencyNumbers& owners = claim_.line->clause.owner.numbers;
      spread = std::make_unique<Spread>(
          graph_, std::vector<int>(owners.begin(), owners.end()), category,
          against_duty, steps_);
    }
    return *spread;
  }

  // Keeps the best way that ends in `given` of `from`, if there is one.
  void Add(int from, const Arena& arena, const Given& given) {
    for (const bool against_duty : {false, true}) {
      const Spread& spread = SpreadOf(given.category, against_duty);
      for (const Holding* holding : spread.At(from)) {
        Box part = *given.box;
        part.time = part.time & holding->time;
        const std::optional<Box> gap = search_.FindUncovered(part, *given.cuts);
        if (!gap.has_value()) continue;
        Crossing crossing = {{from, kUnnamedAgency, given.category, *gap,
                              arena.frame(), given.permit},
                             gap->time.begin,
                             &spread,
                             holding,
                             against_duty};
        const auto [kept, is_new] =
            of_mou_.try_emplace({given.permit->name, given.category}, crossing);
        if (!is_new && crossing.rank() < kept->second.rank()) {
          kept->second = std::move(crossing);
        }
        return;
      }
    }
  }

  const Claim& claim_;
  const FlowGraph& graph_;
  Steps& steps_;
  CoverSearch search_;
  std::map<std::pair<v1::Category, bool>, std::unique_ptr<const Spread>>
      spreads_;
  // By permit and category; and the best of all MOUs before.
  std::map<std::pair<std::string, v1::Category>, Crossing> of_mou_;
  std::vector<Crossing> crossings_;
};

}  // namespace

bool AsksForPaths(const CompiledRedLine& line) {
  // From any owner each hop is a question of its own: claim B covers it.
  return line.source->through_others() && !line.clause.owner.any;
}

absl::Status FindPaths(const std::shared_ptr<const ActiveSet>& mous,
                       const AgencyNames& names, absl::Time from,
                       const std::vector<Claim>& claims, Steps& steps) {
  const CompiledSet& set = mous->compiled();
  FlowGraph graph;
  std::vector<std::unique_ptr<Paths>> all;
  for (const Claim& claim : claims) {
    if (!AsksForPaths(*claim.line)) continue;
    all.push_back(std::make_unique<Paths>(&claim, &graph, &steps));
  }
  if (all.empty()) return absl::OkStatus();
  const Prohibitions prohibitions(set);
  const Interval<absl::Time> ever = {set.charter->start, set.charter->end};
  for (const auto& mou : set.mous) {
    if (!mou->suspended) AddFlows(*mou, ever, prohibitions, steps, graph);
  }
  const Interval<absl::Time> from_now = {std::max(ever.begin, from), ever.end};
  for (const auto& mou : set.mous) {
    if (mou->suspended || mou->end <= from) continue;
    MouArenas arenas(*mou, from_now, prohibitions, &steps);
    for (const auto& paths : all) paths->SearchIn(*mou, arenas);
  }
  for (const auto& paths : all) {
    const absl::Status told = paths->Tell(mous, names, from);
    if (!told.ok()) return told;
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth::proof
