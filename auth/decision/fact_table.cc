#include "auth/decision/fact_table.h"

#include <string>

#include "absl/algorithm/container.h"

namespace homeward::auth {

void FactTable::Set(v1::Fact fact, Tri value) {
  const CategorySet all = CategorySet::All();
  SetFor(fact, value == Tri::kTrue ? all : CategorySet(),
         value == Tri::kFalse ? all : CategorySet());
}

void FactTable::SetFor(v1::Fact fact, CategorySet yes, CategorySet no) {
  if (fact <= v1::FACT_UNSPECIFIED || fact >= v1::Fact_ARRAYSIZE) return;
  entries_[fact] = {yes - no, no - yes};
}

const FactTable::Entry& FactTable::EntryOf(v1::Fact fact) const {
  // A fact that this node doesn't know shares the entry of "unspecified",
  // which is never set: unknown.
  const bool known = fact > 0 && fact < v1::Fact_ARRAYSIZE;
  return entries_[known ? fact : v1::FACT_UNSPECIFIED];
}

CategorySet FactTable::Surely(
    absl::Span<const FactCondition> conditions) const {
  CategorySet holds = CategorySet::All();
  for (const FactCondition& condition : conditions) {
    const Entry& entry = EntryOf(condition.fact);
    holds &= condition.expected ? entry.yes : entry.no;
  }
  return holds;
}

CategorySet FactTable::Maybe(absl::Span<const FactCondition> conditions) const {
  CategorySet holds = CategorySet::All();
  for (const FactCondition& condition : conditions) {
    const Entry& entry = EntryOf(condition.fact);
    holds -= condition.expected ? entry.no : entry.yes;
  }
  return holds;
}

FactTable TableOf(const CaseFacts& case_facts,
                  absl::Span<const std::string> trusted_issuers) {
  const bool trusted =
      absl::c_linear_search(trusted_issuers, case_facts.issuer_agency_id);
  // What an issuer that doesn't count says is no proof of anything, but that
  // there is no case is no claim.
  const auto believed = [trusted](Tri value) {
    return trusted || value == Tri::kFalse ? value : Tri::kUnknown;
  };
  FactTable table;
  table.Set(v1::FACT_OPEN_CASE, believed(case_facts.open_case));
  table.Set(v1::FACT_IMMINENT_DANGER, believed(case_facts.imminent_danger));
  if (trusted && case_facts.open_case == Tri::kTrue &&
      !case_facts.categories.empty()) {
    // An answer about any category tells that there is a record.
    const CategorySet covered =
        case_facts.categories | CategorySet{v1::CATEGORY_EXIST};
    table.SetFor(v1::FACT_OPEN_CASE, covered, CategorySet::All() - covered);
  }
  table.Set(v1::FACT_BREAK_GLASS, case_facts.break_glass);
  if (case_facts.break_glass == Tri::kTrue) {
    CategorySet broken = case_facts.break_glass_categories;
    if (!broken.empty()) broken.Add(v1::CATEGORY_EXIST);
    table.SetFor(v1::FACT_BREAK_GLASS, broken, CategorySet::All() - broken);
  }
  return table;
}

void AddTo(FactTable& table, const RecordFacts& facts) {
  table.SetFor(v1::FACT_CONSENT_ON_FILE, facts.consented, facts.refused);
  table.Set(v1::FACT_CUSTODY_RELATION, facts.custody_relation);
  table.Set(v1::FACT_CARE_RELATION, facts.care_relation);
  table.Set(v1::FACT_LOCATION_PROTECTED, facts.location_protected);
  table.Set(v1::FACT_ADOPTION_HOLD, facts.adoption_hold);
}

bool IsOfCaseToken(v1::Fact fact) {
  return fact == v1::FACT_OPEN_CASE || fact == v1::FACT_IMMINENT_DANGER;
}

bool IsCaseFact(v1::Fact fact) {
  return IsOfCaseToken(fact) || fact == v1::FACT_BREAK_GLASS;
}

}  // namespace homeward::auth
