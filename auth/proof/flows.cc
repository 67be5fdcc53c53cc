#include "auth/proof/flows.h"

#include <algorithm>
#include <utility>

#include "auth/mou/field_catalog.h"

namespace homeward::auth::proof {
namespace {

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

// Calls `visit` with parts of `box` that no cut touches, so that they have
// every time at which there is one.
template <typename Visitor>
void ForEachTime(const Box& box, const std::vector<const Cut*>& cuts,
                 Steps& steps, Visitor visit) {
  CoverSearch search(&steps);
  std::vector<Box> waiting = {box};
  while (!waiting.empty()) {
    Box part = std::move(waiting.back());
    waiting.pop_back();
    const std::optional<Box> gap = search.FindUncovered(part, cuts);
    if (!gap.has_value()) continue;
    visit(*gap);
    const Interval<absl::Time> whole = part.time;
    for (const Interval<absl::Time>& rest :
         {Interval<absl::Time>{gap->time.end, whole.end},
          Interval<absl::Time>{whole.begin, gap->time.begin}}) {
      part.time = rest;
      if (!part.empty()) waiting.push_back(part);
    }
  }
}

}  // namespace

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

void ForEachGiven(const CompiledMou& mou, const Arena& arena,
                  const std::vector<Box>& regions,
                  absl::FunctionRef<void(const Given&)> visit) {
  if (regions.empty()) return;
  const FieldCatalog& catalog = FieldCatalog::Get();
  const std::vector<const Cut*> cuts = arena.Touching(regions);
  for (const CompiledClause& permit : mou.permits) {
    for (const Box& region : regions) {
      for (const Box& all : arena.Given(permit, region)) {
        catalog.CategoriesOf(all.data).ForEach([&](v1::Category category) {
          Box part = all;
          part.data &= catalog.Of(category);
          visit({&permit, category, &part, &cuts});
        });
      }
    }
  }
}

void AddFlows(const CompiledMou& mou, Interval<absl::Time> when,
              const Prohibitions& prohibitions, Steps& steps,
              FlowGraph& graph) {
  if (mou.parties.size() < 2) return;
  MouArenas arenas(mou, when, prohibitions, &steps);
  const Arena& arena = arenas.Get(Between::kApart, false);
  const std::vector<Box> regions = arena.Regions(Anything());
  for (const int from : mou.parties) {
    for (const int to : mou.parties) {
      if (steps.over()) return;
      if (from == to) continue;
      ForEachGiven(
          mou, arena, Narrowed(regions, *arena.frame(), from, to),
          [&](const Given& given) {
            ForEachTime(*given.box, *given.cuts, steps, [&](const Box& box) {
              graph.Add(
                  {from, to, given.category, box, arena.frame(), given.permit},
                  steps);
            });
          });
    }
  }
}

}  // namespace homeward::auth::proof
