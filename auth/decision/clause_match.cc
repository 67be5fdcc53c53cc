#include "auth/decision/clause_match.h"

namespace homeward::auth {
namespace {

// Whether the glass was broken as what the clause says, if it needs to be.
bool IsBrokenAsItSays(const CompiledClause& clause, const Asked& asked) {
  return !clause.by_break_glass || clause.roles.Intersects(asked.glass_roles);
}

bool MakesSense(AgeInterval age) {
  return 0 <= age.min_years && age.min_years <= age.max_years;
}

}  // namespace

Asked AskedOf(const AccessRequest& request, const CaseFacts& case_facts,
              const CompiledSet& set) {
  Asked asked;
  asked.owner = set.NumberOf(request.owner_agency_id);
  asked.requester = set.NumberOf(request.requester_agency_id);
  asked.roles = request.roles;
  asked.glass_roles = request.roles & case_facts.break_glass_roles;
  asked.purpose = request.purpose;
  asked.action = request.action;
  asked.categories =
      request.categories.empty() ? CategorySet::All() : request.categories;
  asked.categories.Add(v1::CATEGORY_EXIST);
  return asked;
}

bool CoversQuestion(const CompiledClause& clause, const Asked& asked) {
  return clause.purposes.Contains(asked.purpose) &&
         clause.actions.Contains(asked.action) &&
         clause.roles.Intersects(asked.roles) &&
         clause.categories.Intersects(asked.categories) &&
         IsBrokenAsItSays(clause, asked) &&
         clause.requester.Contains(asked.requester) &&
         clause.owner.Contains(asked.owner);
}

CategorySet SurelyCovers(const CompiledClause& clause, const FactTable& facts,
                         AgeInterval age) {
  if (clause.age.has_value() &&
      !(MakesSense(age) && clause.age->min_years <= age.min_years &&
        age.max_years <= clause.age->max_years)) {
    return {};
  }
  return clause.categories & facts.Surely(clause.conditions);
}

CategorySet MaybeCovers(const CompiledClause& clause, const FactTable& facts,
                        AgeInterval age) {
  if (clause.age.has_value() && MakesSense(age) &&
      (age.max_years < clause.age->min_years ||
       clause.age->max_years < age.min_years)) {
    return {};
  }
  return clause.categories & facts.Maybe(clause.conditions);
}

std::vector<std::string> Uncovered(const CompiledClause& clause,
                                   const Asked& asked) {
  std::vector<std::string> missing;
  if (!clause.owner.Contains(asked.owner)) missing.push_back("owner");
  if (!clause.requester.Contains(asked.requester)) {
    missing.push_back("requester");
  }
  if (!clause.roles.Intersects(asked.roles) ||
      !IsBrokenAsItSays(clause, asked)) {
    missing.push_back("role");
  }
  if (!clause.purposes.Contains(asked.purpose)) missing.push_back("purpose");
  if (!clause.actions.Contains(asked.action)) missing.push_back("action");
  if (!clause.categories.Intersects(asked.categories)) {
    missing.push_back("category");
  }
  return missing;
}

}  // namespace homeward::auth
