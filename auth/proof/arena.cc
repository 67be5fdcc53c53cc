#include "auth/proof/arena.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "auth/proof/fact_pairs.h"

namespace homeward::auth::proof {
namespace {

// Immigration enforcement is denied before any clause is read.
RoleSet RolesThatMayAsk() {
  return RoleSet::All() - RoleSet{v1::ROLE_IMM_ENFORCEMENT};
}
PurposeSet PurposesThatMayBe() {
  return PurposeSet::All() - PurposeSet{v1::PURPOSE_IMM_ENFORCEMENT};
}

bool MaySpeakOf(const CompiledClause& clause, const CompiledMou& mou) {
  return clause.mou->start < mou.end && mou.start < clause.mou->end &&
         absl::c_any_of(mou.parties, [&clause](int party) {
           return clause.owner.Contains(party);
         });
}

}  // namespace

Prohibitions::Prohibitions(const CompiledSet& set) {
  Add(*set.charter);
  for (const auto& mou : set.mous) Add(*mou);
}

void Prohibitions::Add(const CompiledMou& mou) {
  for (const CompiledClause& clause : mou.prohibitions) {
    const std::pair<int, const CompiledClause*> numbered = {count_++, &clause};
    if (clause.requester.any) of_anybody_.push_back(numbered);
    for (const int requester : clause.requester.numbers) {
      by_requester_[requester].push_back(numbered);
    }
  }
}

std::vector<const CompiledClause*> Prohibitions::About(const CompiledMou& mou,
                                                       Steps& steps) const {
  Numbered found;
  const auto take = [&](const Numbered& list) {
    if (!steps.Take(list.size())) return;
    for (const auto& numbered : list) {
      if (MaySpeakOf(*numbered.second, mou)) found.push_back(numbered);
    }
  };
  take(of_anybody_);
  for (const int party : mou.parties) {
    const auto list = by_requester_.find(party);
    if (list != by_requester_.end()) take(list->second);
  }
  absl::c_sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<const CompiledClause*> clauses;
  for (const auto& [number, clause] : found) clauses.push_back(clause);
  return clauses;
}

Arena::Arena(const CompiledMou& mou, Interval<absl::Time> when,
             const std::vector<const CompiledClause*>& prohibitions,
             Between between, bool two_roles, Steps* steps)
    : case_counts_(!mou.case_issuers.empty()), steps_(*steps) {
  Frame frame;
  frame.between = between;
  frame.two_roles = two_roles;
  frame.agencies.assign(mou.parties.begin(), mou.parties.end());
  frame_ = std::make_shared<const Frame>(std::move(frame));
  domain_ = frame_->Domain(RolesThatMayAsk(), PurposesThatMayBe(),
                           Interval<absl::Time>{mou.start, mou.end} & when);
  // A clause makes up to four cuts, each dearer than to look at it.
  constexpr size_t kStepsAClause = 8;
  if (!steps_.Take(kStepsAClause * (mou.permits.size() + prohibitions.size())))
    return;
  AddRulesInCode();
  for (const CompiledClause& permit : mou.permits) {
    if (permit.drops.any()) {
      frame_->AddDropped(permit, Source(permit.name), cuts_);
    }
  }
  for (const CompiledClause* clause : prohibitions) {
    frame_->AddProhibition(*clause, Source(clause->name), cuts_);
  }
}

int Arena::Source(const std::string& name) {
  names_.push_back(name);
  return static_cast<int>(names_.size()) - 1;
}

// As auth/decision has them. A breach that is decided anew tells of a rule
// that stands here and not there; z3_test tells of the other.
void Arena::AddRulesInCode() {
  if (frame_->between != Between::kApart) return;
  Box screening = Box::Everything();
  screening.data = frame_->Data({v1::CATEGORY_SCREEN_ANS});
  cuts_.push_back({screening, Source("P-SCREEN")});
  Box location = Box::Everything();
  location.data =
      frame_->Data({v1::CATEGORY_LOC_COARSE, v1::CATEGORY_LOC_EXACT});
  const FactCondition unless[] = {{v1::FACT_LOCATION_PROTECTED, true},
                                  {v1::FACT_CUSTODY_RELATION, false}};
  KeepPossible(unless, Where::kData, location);
  cuts_.push_back({location, Source("P-PROTECT-LOC")});
}

std::vector<Box> Arena::Regions(const CompiledClause& line) const {
  std::vector<Box> regions;
  for (const Box& spoken : frame_->Spoken(line)) {
    Box region = spoken & domain_;
    if (!region.empty()) regions.push_back(region);
  }
  return regions;
}

std::vector<const Cut*> Arena::Touching(const std::vector<Box>& regions) const {
  std::vector<const Cut*> touching;
  if (!steps_.Take(cuts_.size() * regions.size())) return touching;
  for (const Cut& cut : cuts_) {
    if (absl::c_any_of(regions, [&cut](const Box& region) {
          return region.Meets(cut.box);
        })) {
      touching.push_back(&cut);
    }
  }
  return touching;
}

std::vector<Box> Arena::Given(const CompiledClause& permit,
                              const Box& region) const {
  if (!steps_.Take(1)) return {};
  const Box given = region & frame_->Permitted(permit);
  if (given.empty()) return {};
  return frame_->WithPossibleFacts(given, case_counts_);
}

MouArenas::MouArenas(const CompiledMou& mou, Interval<absl::Time> when,
                     const Prohibitions& prohibitions, Steps* steps)
    : mou_(mou),
      when_(when),
      steps_(*steps),
      prohibitions_(prohibitions.About(mou, *steps)) {}

const Arena& MouArenas::Get(Between between, bool two_roles) {
  std::unique_ptr<const Arena>& arena = arenas_[{between, two_roles}];
  if (arena == nullptr) {
    arena = std::make_unique<Arena>(mou_, when_, prohibitions_, between,
                                    two_roles, &steps_);
  }
  return *arena;
}

}  // namespace homeward::auth::proof
