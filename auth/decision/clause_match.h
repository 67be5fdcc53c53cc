#ifndef HOMEWARD_AUTH_DECISION_CLAUSE_MATCH_H_
#define HOMEWARD_AUTH_DECISION_CLAUSE_MATCH_H_

#include <string>
#include <vector>

#include "auth/decision/access.h"
#include "auth/decision/compiled_set.h"
#include "auth/decision/fact_table.h"
#include "auth/mou/enum_set.h"

// Whether a clause covers a question. For grant.cc only.
namespace homeward::auth {

// A request with its agencies' numbers in one set of MOUs.
struct Asked {
  int owner = kUnnamedAgency;
  int requester = kUnnamedAgency;
  RoleSet roles;
  // Those as which the glass was broken.
  RoleSet glass_roles;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  v1::Action action = v1::ACTION_UNSPECIFIED;
  // Never empty; EXIST is always in it, since any answer tells that there is
  // a record.
  CategorySet categories;
};

Asked AskedOf(const AccessRequest& request, const CaseFacts& case_facts,
              const CompiledSet& set);

// Whether `clause` covers everything of `asked` that needs no facts.
bool CoversQuestion(const CompiledClause& clause, const Asked& asked);

// The categories that a clause surely covers, given the facts, and those that
// it may cover because facts are unknown. `age` decides by its whole interval:
// all of it inside the clause's limits is surely, any of it is maybe; an
// interval that makes no sense is never surely and always maybe.
CategorySet SurelyCovers(const CompiledClause& clause, const FactTable& facts,
                         AgeInterval age);
CategorySet MaybeCovers(const CompiledClause& clause, const FactTable& facts,
                        AgeInterval age);

// What of `asked` the clause doesn't cover, as NearestMiss says; empty when
// CoversQuestion().
std::vector<std::string> Uncovered(const CompiledClause& clause,
                                   const Asked& asked);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_CLAUSE_MATCH_H_
