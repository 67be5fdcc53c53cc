#include "auth/change/question_classes.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/mou/break_glass.h"
#include "auth/mou/enum_set.h"

namespace homeward::auth {
namespace {

// From this age on a child is none, whatever the clauses say.
constexpr int kMajority = 18;

bool Has(const v1::AgencySet& set, const std::string& agency) {
  return set.any() || absl::c_linear_search(set.agency_ids(), agency);
}
bool Has(const v1::RoleSet& set, v1::Role role) {
  return set.any() || absl::c_linear_search(set.roles(), role);
}
bool Has(const v1::PurposeSet& set, v1::Purpose purpose) {
  return set.any() || absl::c_linear_search(set.purposes(), purpose);
}
bool Has(const v1::ActionSet& set, v1::Action action) {
  return set.any() || absl::c_linear_search(set.actions(), action);
}

// Whether the decision treats a value otherwise than its like, whatever the
// clauses say: docs/mou.md, "Roles" and "The decision".
bool IsSpecial(v1::Role role) {
  return role == v1::ROLE_IMM_ENFORCEMENT || role == v1::ROLE_NODE_ADMIN ||
         role == v1::ROLE_RESEARCH_ANALYST;
}
bool IsSpecial(v1::Purpose purpose) {
  return purpose == v1::PURPOSE_IMM_ENFORCEMENT;
}
bool IsSpecial(v1::Action) { return false; }

// Whether a clause that allows break-glass tells a value from those for which
// no glass may be broken.
bool MayBreakGlass(v1::Role role) {
  return RolesThatBreakGlass().Contains(role);
}
bool MayBreakGlass(v1::Purpose purpose) {
  return PurposesOfBreakGlass().Contains(purpose);
}
bool MayBreakGlass(v1::Action) { return true; }

// The values of an enum, in classes that no clause tells apart. `speaks` says
// whether a clause speaks of a value.
template <typename E, typename Speaks>
std::vector<std::set<E>> Classes(const std::vector<const v1::Clause*>& clauses,
                                 Speaks speaks) {
  std::map<std::vector<bool>, std::set<E>> classes;
  EnumSet<E>::All().ForEach([&](E value) {
    std::vector<bool> spoken = {IsSpecial(value)};
    for (const v1::Clause* clause : clauses) {
      const bool spoken_of = speaks(clause->match(), value);
      spoken.push_back(spoken_of);
      if (clause->match().allow_break_glass()) {
        spoken.push_back(spoken_of && MayBreakGlass(value));
      }
    }
    classes[spoken].insert(value);
  });
  std::vector<std::set<E>> sets;
  for (auto& [spoken, values] : classes) sets.push_back(std::move(values));
  return sets;
}

}  // namespace

std::vector<const v1::Clause*> QuestionClasses::Clauses() const {
  std::vector<const v1::Clause*> clauses;
  for (const v1::Mou* document : documents_) {
    for (const v1::Clause& clause : document->clauses()) {
      clauses.push_back(&clause);
    }
  }
  return clauses;
}

std::vector<const v1::Clause*> QuestionClasses::ClausesAbout(
    const People& people) const {
  std::vector<const v1::Clause*> about;
  for (const v1::Clause* clause : Clauses()) {
    const v1::Match& match = clause->match();
    const bool role = Has(match.roles(), *people.roles.begin()) ||
                      (!people.other_roles.empty() &&
                       Has(match.roles(), *people.other_roles.begin()));
    if (role && Has(match.owner(), people.owner) &&
        Has(match.requester(), people.requester) &&
        Has(match.purposes(), *people.purposes.begin()) &&
        Has(match.actions(), *people.actions.begin())) {
      about.push_back(clause);
    }
  }
  return about;
}

bool QuestionClasses::IsPermitted(const People& people) const {
  return absl::c_any_of(ClausesAbout(people), [](const v1::Clause* clause) {
    return clause->effect() == v1::EFFECT_PERMIT;
  });
}

bool QuestionClasses::OtherRoleTakes(const People& people) const {
  if (people.other_roles.empty()) return true;
  return absl::c_any_of(ClausesAbout(people), [&](const v1::Clause* clause) {
    const v1::RoleSet& roles = clause->match().roles();
    // Who breaks the glass must have a role that may, also where any may ask.
    const bool narrow = !roles.any() || clause->match().allow_break_glass();
    return narrow && Has(roles, *people.other_roles.begin()) &&
           (clause->effect() == v1::EFFECT_PROHIBIT ||
            absl::c_any_of(clause->fields(), [](const v1::FieldRule& rule) {
              return rule.outcome() != v1::FIELD_OUTCOME_CLEAR;
            }));
  });
}

std::vector<QuestionClasses::People> QuestionClasses::All() const {
  const std::vector<const v1::Clause*> clauses = Clauses();
  const auto roles =
      Classes<v1::Role>(clauses, [](const v1::Match& match, v1::Role role) {
        return Has(match.roles(), role);
      });
  const auto purposes = Classes<v1::Purpose>(
      clauses, [](const v1::Match& match, v1::Purpose purpose) {
        return Has(match.purposes(), purpose);
      });
  const auto actions = Classes<v1::Action>(
      clauses, [](const v1::Match& match, v1::Action action) {
        return Has(match.actions(), action);
      });
  // Without another role, and with one of each class.
  std::vector<std::set<v1::Role>> others = {{}};
  others.insert(others.end(), roles.begin(), roles.end());
  std::set<std::string> parties;
  for (const v1::Mou* document : documents_) {
    parties.insert(document->party_agency_ids().begin(),
                   document->party_agency_ids().end());
  }
  std::vector<People> all;
  for (const std::string& owner : parties) {
    for (const std::string& requester : parties) {
      for (const auto& role : roles) {
        for (const auto& other : others) {
          if (other == role) continue;
          for (const auto& purpose : purposes) {
            for (const auto& action : actions) {
              People people = {owner, requester, role, other, purpose, action};
              if (IsPermitted(people) && OtherRoleTakes(people)) {
                all.push_back(std::move(people));
              }
            }
          }
        }
      }
    }
  }
  return all;
}

std::set<v1::Fact> QuestionClasses::FactsFor(const People& people) const {
  // P-PROTECT-LOC asks for them.
  std::set<v1::Fact> facts = {v1::FACT_LOCATION_PROTECTED,
                              v1::FACT_CUSTODY_RELATION};
  for (const v1::Clause* clause : ClausesAbout(people)) {
    for (const v1::Condition& condition : clause->match().conditions()) {
      facts.insert(condition.fact());
    }
    if (clause->match().allow_break_glass()) {
      facts.insert(v1::FACT_BREAK_GLASS);
    }
  }
  return facts;
}

std::set<int> QuestionClasses::FirstYearsFor(const People& people) const {
  std::set<int> years = {kMajority};
  for (const v1::Clause* clause : ClausesAbout(people)) {
    if (!clause->match().has_subject_age()) continue;
    const v1::AgeLimits& age = clause->match().subject_age();
    years.insert(age.min_years());
    if (age.max_years() > 0) years.insert(age.max_years() + 1);
  }
  return years;
}

v1::Exposure ToMessage(const QuestionClasses::People& people) {
  v1::Exposure message;
  message.set_owner_agency_id(people.owner);
  message.set_requester_agency_id(people.requester);
  for (const v1::Role role : people.roles) message.add_roles(role);
  for (const v1::Role role : people.other_roles) message.add_other_roles(role);
  for (const v1::Purpose purpose : people.purposes) {
    message.add_purposes(purpose);
  }
  for (const v1::Action action : people.actions) message.add_actions(action);
  return message;
}

}  // namespace homeward::auth
