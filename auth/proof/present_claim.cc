#include "auth/proof/present_claim.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "auth/proof/arena.h"
#include "auth/proof/witness.h"

namespace homeward::auth::proof {
namespace {

constexpr int kMaxBreaches = 20;

// What is found about one red line and one MOU.
class Finder {
 public:
  Finder(const std::shared_ptr<const ActiveSet>& mous, const AgencyNames& names,
         const CompiledMou& mou, const Claim& claim, Steps* steps)
      : mous_(mous),
        names_(names),
        mou_(mou),
        claim_(claim),
        steps_(*steps),
        search_(steps) {}

  absl::Status SearchIn(const Arena& arena) {
    const std::vector<Box> regions = arena.Regions(claim_.line->clause);
    if (regions.empty()) return absl::OkStatus();
    const std::vector<const Cut*> cuts = arena.Touching(regions);
    for (const CompiledClause& permit : mou_.permits) {
      if (breached_.count(permit.name) > 0) continue;
      for (const Box& region : regions) {
        const absl::Status searched = SearchPart(arena, permit, region, cuts);
        if (!searched.ok()) return searched;
      }
    }
    return absl::OkStatus();
  }

  // Tells of the permits that are no breach.
  void TellCovered() {
    for (const auto& [permit, names] : covered_) {
      if (breached_.count(permit) > 0) continue;
      v1::CoveredPermit& covered = *claim_.result->add_covered();
      covered.set_clause(permit);
      for (const std::string& name : names) covered.add_by(name);
    }
  }

 private:
  absl::Status SearchPart(const Arena& arena, const CompiledClause& permit,
                          const Box& region,
                          const std::vector<const Cut*>& cuts) {
    for (const Box& given : arena.Given(permit, region)) {
      if (claim_.result->breaches_size() >= kMaxBreaches) break;
      const std::optional<Box> gap = search_.FindUncovered(given, cuts);
      if (steps_.over()) break;
      if (gap.has_value()) {
        breached_.insert(permit.name);
        auto breach = Confirm(*gap, *arena.frame(), names_, permit, mous_);
        if (!breach.ok()) return breach.status();
        *claim_.result->add_breaches() = *std::move(breach);
        break;
      }
      std::set<std::string>& by = covered_[permit.name];
      for (const int source : search_.sources()) {
        by.insert(arena.NameOf(source));
      }
    }
    return absl::OkStatus();
  }

  const std::shared_ptr<const ActiveSet>& mous_;
  const AgencyNames& names_;
  const CompiledMou& mou_;
  const Claim& claim_;
  Steps& steps_;
  CoverSearch search_;
  // By name: a permit and itself by break-glass are one.
  std::set<std::string> breached_;
  std::map<std::string, std::set<std::string>> covered_;
};

}  // namespace

absl::Status FindBreaches(const std::shared_ptr<const ActiveSet>& mous,
                          const AgencyNames& names, absl::Time from,
                          const std::vector<Claim>& claims, Steps& steps) {
  const CompiledSet& set = mous->compiled();
  const Prohibitions prohibitions(set);
  const Interval<absl::Time> when = {std::max(set.charter->start, from),
                                     set.charter->end};
  for (const auto& mou : set.mous) {
    if (mou->suspended || mou->end <= from) continue;
    MouArenas arenas(*mou, when, prohibitions, &steps);
    for (const Claim& claim : claims) {
      if (steps.over()) return absl::OkStatus();
      // What the charter prohibits, no MOU can permit.
      if (claim.result->charter().verdict() == v1::VERDICT_HOLDS) continue;
      const CompiledRedLine& line = *claim.line;
      // A role more only adds prohibitions, unless the line asks for it.
      const bool two_roles =
          !line.source->single_role() && line.clause.roles != RoleSet::All();
      Finder finder(mous, names, *mou, claim, &steps);
      for (const Between between : {Between::kApart, Between::kSame}) {
        if (between == Between::kSame && line.source->between_agencies()) {
          continue;
        }
        const absl::Status searched =
            finder.SearchIn(arenas.Get(between, two_roles));
        if (!searched.ok()) return searched;
      }
      finder.TellCovered();
    }
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth::proof
