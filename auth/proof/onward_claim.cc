#include "auth/proof/onward_claim.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "auth/mou/field_catalog.h"
#include "auth/proof/arena.h"
#include "auth/proof/flow_graph.h"
#include "auth/proof/witness.h"

namespace homeward::auth::proof {
namespace {

constexpr int64_t kMaxBoxes = 20'000'000;
constexpr size_t kMaxPaths = 20;

bool AsksForPaths(const CompiledRedLine& line) {
  // From any owner each hop is a question of its own: claim B covers it.
  return line.source->through_others() && !line.clause.owner.any;
}

// The bit of `agency` in the dimensions of `frame`.
uint64_t BitOf(const Frame& frame, int agency) {
  const auto at =
      std::find(frame.agencies.begin(), frame.agencies.end(), agency);
  return at == frame.agencies.end()
             ? 0
             : uint64_t{1} << (at - frame.agencies.begin());
}

// A clause that speaks of everything between two agencies.
CompiledClause Anything() {
  CompiledClause clause;
  clause.owner.any = true;
  clause.requester.any = true;
  clause.roles = RoleSet::All();
  clause.purposes = PurposeSet::All();
  clause.actions = ActionSet::All();
  clause.categories = CategorySet::All();
  return clause;
}

// All MOUs of a set that permit something, with their arenas.
struct Landscape {
  explicit Landscape(const CompiledSet& set) : prohibitions(set) {
    for (const auto& mou : set.mous) {
      if (mou->suspended) continue;
      mous.push_back(mou.get());
      arenas.emplace_back(*mou, *set.charter, prohibitions);
    }
  }

  const Prohibitions prohibitions;
  std::vector<const CompiledMou*> mous;
  std::deque<MouArenas> arenas;  // Of each of mous; never moved.
};

// Calls `visit(permit, category, box)` for each permit of `mou` and category of
// which it gives something in `regions`, with a part that nothing takes away.
template <typename Visitor>
void ForEachGap(const CompiledMou& mou, const Arena& arena,
                const std::vector<Box>& regions, CoverSearch& search,
                Visitor visit) {
  const std::vector<const Cut*> cuts = arena.Touching(regions);
  for (const CompiledClause& permit : mou.permits) {
    for (const Box& region : regions) {
      for (const Box& given : arena.Given(permit, region)) {
        FieldCatalog::Get()
            .CategoriesOf(given.data)
            .ForEach([&](v1::Category category) {
              Box part = given;
              part.data &= FieldCatalog::Get().Of(category);
              const std::optional<Box> gap = search.FindUncovered(part, cuts);
              if (gap.has_value()) visit(permit, category, *gap);
            });
      }
    }
  }
}

// `regions` from one owner, to one asker when it is given.
std::vector<Box> Narrowed(std::vector<Box> regions, const Frame& frame,
                          int owner, std::optional<int> requester) {
  std::vector<Box> kept;
  for (Box& region : regions) {
    region.sets[kOwner] &= BitOf(frame, owner);
    if (requester.has_value()) {
      region.sets[kRequester] &= BitOf(frame, *requester);
    }
    if (!region.empty()) kept.push_back(region);
  }
  return kept;
}

FlowGraph FlowsOf(Landscape& land, CoverSearch& search) {
  FlowGraph graph;
  const CompiledClause anything = Anything();
  for (size_t i = 0; i < land.mous.size(); ++i) {
    const Arena& arena = land.arenas[i].Get(Between::kApart, false);
    const std::vector<Box> regions = arena.Regions(anything);
    for (const int from : land.mous[i]->parties) {
      for (const int to : land.mous[i]->parties) {
        const auto between = Narrowed(regions, arena.frame(), from, to);
        ForEachGap(*land.mous[i], arena, between, search,
                   [&](const CompiledClause& permit, v1::Category category,
                       const Box& box) {
                     graph.Add({from, to, category, box, &arena, &permit});
                   });
      }
    }
  }
  return graph;
}

// The last hops of paths: where data that `from` received crosses the line.
std::vector<Flow> CrossingsOf(Landscape& land, const CompiledRedLine& line,
                              CoverSearch& search) {
  std::vector<Flow> crossings;
  CompiledClause passed_on = line.clause;
  passed_on.owner = {true, {}};
  const bool two_roles =
      !line.source->single_role() && line.clause.roles != RoleSet::All();
  for (size_t i = 0; i < land.mous.size(); ++i) {
    for (const Between between : {Between::kApart, Between::kSame}) {
      if (between == Between::kSame && line.source->between_agencies()) {
        continue;
      }
      const Arena& arena = land.arenas[i].Get(between, two_roles);
      const std::vector<Box> regions = arena.Regions(passed_on);
      for (const int from : land.mous[i]->parties) {
        if (line.clause.owner.Contains(from)) continue;
        ForEachGap(*land.mous[i], arena,
                   Narrowed(regions, arena.frame(), from, std::nullopt), search,
                   [&](const CompiledClause& permit, v1::Category category,
                       const Box& box) {
                     crossings.push_back({from, kUnnamedAgency, category, box,
                                          &arena, &permit});
                   });
      }
    }
  }
  return crossings;
}

absl::Status AddHop(const Flow& flow, const AgencyNames& names,
                    const std::shared_ptr<const ActiveSet>& mous,
                    v1::OnwardPath& path) {
  auto hop = Confirm(flow.box, flow.arena->frame(), names, *flow.permit, mous);
  if (!hop.ok()) return hop.status();
  *path.add_hops() = *std::move(hop);
  return absl::OkStatus();
}

// A path before it is decided anew.
struct Path {
  std::vector<const Flow*> hops;
  bool breaks_duty = false;
};

std::vector<Path> PathsTo(const std::vector<Flow>& crossings,
                          const FlowGraph& graph,
                          const std::vector<int>& owners) {
  std::vector<Path> paths;
  std::map<std::pair<v1::Category, bool>, FlowGraph::Ways> known;
  for (const Flow& last : crossings) {
    for (const bool against_duty : {false, true}) {
      const auto [ways, is_new] =
          known.try_emplace({last.category, against_duty});
      if (is_new) {
        ways->second = graph.Reach(owners, last.category, against_duty);
      }
      const auto way = ways->second.find(last.from);
      if (way == ways->second.end()) continue;
      Path path = {way->second, against_duty};
      path.hops.push_back(&last);
      paths.push_back(std::move(path));
      break;
    }
  }
  std::stable_sort(paths.begin(), paths.end(),
                   [](const Path& a, const Path& b) {
                     return std::make_pair(a.breaks_duty, a.hops.size()) <
                            std::make_pair(b.breaks_duty, b.hops.size());
                   });
  if (paths.size() > kMaxPaths) paths.resize(kMaxPaths);
  return paths;
}

}  // namespace

absl::Status FindPaths(const std::shared_ptr<const ActiveSet>& mous,
                       const AgencyNames& names, std::vector<Claim>& claims) {
  if (std::none_of(claims.begin(), claims.end(), [](const Claim& claim) {
        return AsksForPaths(*claim.line);
      })) {
    return absl::OkStatus();
  }
  Landscape land(mous->compiled());
  CoverSearch search(kMaxBoxes);
  const FlowGraph graph = FlowsOf(land, search);
  for (Claim& claim : claims) {
    if (!AsksForPaths(*claim.line)) continue;
    const std::vector<Flow> crossings = CrossingsOf(land, *claim.line, search);
    const AgencyNumbers& owners = claim.line->clause.owner.numbers;
    for (const Path& path :
         PathsTo(crossings, graph, {owners.begin(), owners.end()})) {
      v1::OnwardPath& told = *claim.result->add_paths();
      told.set_breaks_duty(path.breaks_duty);
      for (const Flow* hop : path.hops) {
        const absl::Status added = AddHop(*hop, names, mous, told);
        if (!added.ok()) return added;
      }
    }
    claim.gave_up |= search.gave_up();
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth::proof
