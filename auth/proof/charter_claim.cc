#include "auth/proof/charter_claim.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "auth/proof/cover.h"
#include "auth/proof/frame.h"
#include "auth/proof/witness.h"

namespace homeward::auth::proof {
namespace {

constexpr size_t kMaxAgencies = 64;

// One agency for each kind that no clause tells apart, and one that isn't
// named at all. None when `steps` are over.
std::vector<int> Representatives(
    const std::vector<const CompiledClause*>& clauses, Steps& steps) {
  std::set<int> named = {kUnnamedAgency};
  for (const CompiledClause* clause : clauses) {
    named.insert(clause->owner.numbers.begin(), clause->owner.numbers.end());
    named.insert(clause->requester.numbers.begin(),
                 clause->requester.numbers.end());
  }
  if (!steps.Take(named.size() * clauses.size())) return {};
  std::map<std::vector<bool>, int> kinds;
  for (const int agency : named) {
    std::vector<bool> kind;
    for (const CompiledClause* clause : clauses) {
      kind.push_back(clause->owner.Contains(agency));
      kind.push_back(clause->requester.Contains(agency));
    }
    kinds.try_emplace(kind, agency);
  }
  std::vector<int> representatives;
  for (const auto& [kind, agency] : kinds) representatives.push_back(agency);
  return representatives;
}

}  // namespace

v1::CharterProof ProveByCharter(const CompiledMou& charter,
                                const CompiledRedLine& line,
                                const AgencyNames& names, absl::Time from,
                                Steps& steps) {
  v1::CharterProof proof;
  std::vector<const CompiledClause*> clauses = {&line.clause};
  for (const CompiledClause& clause : charter.prohibitions) {
    clauses.push_back(&clause);
  }
  Frame frame;
  frame.data_kind = DataKind::kCategories;
  // Who has two roles is prohibited whatever either of them is.
  frame.two_roles = false;
  frame.agencies = Representatives(clauses, steps);
  proof.set_verdict(v1::VERDICT_UNDECIDED);
  constexpr size_t kStepsAClause = 8;
  if (!steps.Take(kStepsAClause * clauses.size())) return proof;
  if (frame.agencies.size() > kMaxAgencies) return proof;

  std::vector<Cut> cuts;
  for (size_t i = 1; i < clauses.size(); ++i) {
    frame.AddProhibition(*clauses[i], static_cast<int>(i), cuts);
  }
  std::vector<const Cut*> all;
  for (const Cut& cut : cuts) all.push_back(&cut);
  const Box domain = frame.Domain(RoleSet::All(), PurposeSet::All(),
                                  {std::max(charter.start, from), charter.end});
  CoverSearch search(&steps);
  std::set<int> used;
  for (const Box& region : frame.Spoken(line.clause)) {
    for (const Box& part : frame.WithPossibleFacts(region & domain, true)) {
      const std::optional<Box> gap = search.FindUncovered(part, all);
      if (steps.over()) return proof;
      if (gap.has_value()) {
        proof.set_verdict(v1::VERDICT_BREACHED);
        *proof.mutable_gap() =
            ToMessage(QuestionIn(*gap, frame, names, nullptr));
        return proof;
      }
      used.insert(search.sources().begin(), search.sources().end());
    }
  }
  proof.set_verdict(v1::VERDICT_HOLDS);
  for (const int source : used) proof.add_clauses(clauses[source]->name);
  return proof;
}

}  // namespace homeward::auth::proof
