#include "auth/decision/fact_table.h"

#include <string>

#include "absl/algorithm/container.h"

namespace homeward::auth {
namespace {

// Sets what a case token says of `fact` for the categories that it covers;
// none covers all.
void SetByToken(v1::Fact fact, Tri said, CategorySet covered, bool trusted,
                FactTable& table) {
  // What an issuer that doesn't count says is no proof of anything, but that
  // there is no case is no claim.
  if (!trusted && said != Tri::kFalse) said = Tri::kUnknown;
  table.Set(fact, said);
  if (said != Tri::kTrue || covered.empty()) return;
  // An answer about any category tells that there is a record.
  covered.Add(v1::CATEGORY_EXIST);
  table.SetFor(fact, covered, CategorySet::All() - covered);
}

}  // namespace

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
  FactTable table;
  SetByToken(v1::FACT_OPEN_CASE, case_facts.open_case, case_facts.categories,
             trusted, table);
  SetByToken(v1::FACT_IMMINENT_DANGER, case_facts.imminent_danger,
             case_facts.danger_categories, trusted, table);
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
