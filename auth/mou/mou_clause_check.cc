#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/break_glass.h"
#include "auth/mou/mou_findings.h"
#include "auth/mou/plain_id.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;
constexpr int kMaxAgenciesInSet = 64;

void CheckAnyOrListed(bool any, bool listed, FindingsAt at) {
  if (any && listed) {
    at.Add("says both any and a list", "keep one of them");
  } else if (!any && !listed) {
    at.Add("is empty and so covers nothing", "list values, or say any: true");
  }
}

template <typename E, typename Values>
void CheckEnums(bool any, const Values& values, absl::string_view name,
                FindingsAt at) {
  CheckAnyOrListed(any, !values.empty(), at);
  for (int i = 0; i < values.size(); ++i) {
    if (IsKnown<E>(values[i])) continue;
    at.Item(name, i).Add(absl::StrCat("is ", static_cast<int>(values[i]),
                                      ", which this version does not know"),
                         "use a value of docs/mou.md, or update this node");
  }
}

void CheckAgencySet(const v1::AgencySet& agencies, const v1::Mou& mou,
                    bool permits, FindingsAt at) {
  CheckAnyOrListed(agencies.any(), !agencies.agency_ids().empty(), at);
  if (agencies.agency_ids_size() > kMaxAgenciesInSet) {
    at.Add(absl::StrCat("names more than ", kMaxAgenciesInSet),
           "say any: true");
  }
  for (int i = 0; i < agencies.agency_ids_size(); ++i) {
    const std::string& id = agencies.agency_ids(i);
    if (!IsPlainId(id)) {
      at.Item("agency_ids", i)
          .Add("is not an agency id", "write it as the directory does");
    } else if (permits && !absl::c_linear_search(mou.party_agency_ids(), id)) {
      at.Item("agency_ids", i)
          .Add("is not a party: nobody can permit for others",
               "add it to party_agency_ids, so that it signs");
    }
  }
}

void CheckConditions(const v1::Match& match, const v1::Mou& mou, MouKind kind,
                     bool permits, FindingsAt at) {
  std::set<int> seen;
  for (int i = 0; i < match.conditions_size(); ++i) {
    const v1::Condition& condition = match.conditions(i);
    FindingsAt here = at.Item("conditions", i);
    if (!IsKnown<v1::Fact>(condition.fact())) {
      here.Field("fact").Add("is a fact that this version does not know",
                             "use a fact of docs/mou.md, or update this node");
    } else if (!seen.insert(condition.fact()).second) {
      here.Field("fact").Add("is there twice", "name each fact once");
    } else if (condition.fact() == v1::FACT_BREAK_GLASS &&
               kind != MouKind::kRedLine) {
      here.Field("fact").Add("is a fact that no condition may ask for",
                             "say allow_break_glass in a permit");
    }
    const bool needs_case = condition.fact() == v1::FACT_OPEN_CASE ||
                            condition.fact() == v1::FACT_IMMINENT_DANGER;
    if (permits && needs_case && condition.expected() &&
        mou.case_issuer_agency_ids().empty()) {
      here.Add("needs a case, and nobody may vouch for one",
               "name who may in case_issuer_agency_ids");
    }
  }
}

void CheckAge(const v1::Match& match, FindingsAt at) {
  if (!match.has_subject_age()) return;
  const v1::AgeLimits& age = match.subject_age();
  const bool has_max = age.max_years() != 0;
  if (age.min_years() < 0 || age.min_years() > kMaxAgeYears ||
      (has_max &&
       (age.max_years() < age.min_years() || age.max_years() > kMaxAgeYears))) {
    at.Field("subject_age")
        .Add("is no range of ages",
             "set 0 <= min_years <= max_years <= 130; max_years 0 means no "
             "limit");
  }
}

// Whether `any`, or one of the listed `values`, is in `wanted`.
template <typename E, typename Values>
bool Meets(bool any, const Values& values, EnumSet<E> wanted) {
  return any || absl::c_any_of(values, [wanted](int value) {
           return wanted.Contains(static_cast<E>(value));
         });
}

// Refuses break-glass where it changes nothing: who signs must not believe that
// it does.
void CheckBreakGlass(const v1::Match& match, bool permits, FindingsAt at) {
  if (!match.allow_break_glass()) return;
  if (!permits) {
    at.Add("is set in a prohibition", "leave it to permits");
  } else if (match.conditions().empty()) {
    at.Add("stands in for conditions, and there are none", "leave it out");
  } else if (!Meets(match.roles().any(), match.roles().roles(),
                    RolesThatBreakGlass())) {
    at.Add("is for no role that may break the glass",
           "leave it out, or add one of docs/mou.md, \"Break-glass\"");
  } else if (!Meets(match.purposes().any(), match.purposes().purposes(),
                    PurposesOfBreakGlass()) ||
             !Meets(match.categories().any(), match.categories().categories(),
                    CategoriesOfBreakGlass())) {
    at.Add("is for purposes or data for which no glass may be broken",
           "leave it out");
  }
}

void CheckMatch(const v1::Match& match, const v1::Mou& mou, MouKind kind,
                bool permits, FindingsAt at) {
  CheckAgencySet(match.owner(), mou, permits, at.Field("owner"));
  CheckAgencySet(match.requester(), mou, permits, at.Field("requester"));
  CheckEnums<v1::Role>(match.roles().any(), match.roles().roles(), "roles",
                       at.Field("roles"));
  CheckEnums<v1::Purpose>(match.purposes().any(), match.purposes().purposes(),
                          "purposes", at.Field("purposes"));
  CheckEnums<v1::Action>(match.actions().any(), match.actions().actions(),
                         "actions", at.Field("actions"));
  CheckEnums<v1::Category>(match.categories().any(),
                           match.categories().categories(), "categories",
                           at.Field("categories"));
  for (int i = 0; permits && i < match.roles().roles_size(); ++i) {
    const v1::Role role = match.roles().roles(i);
    if (role != v1::ROLE_NODE_ADMIN && role != v1::ROLE_RESEARCH_ANALYST) {
      continue;
    }
    at.Field("roles")
        .Item("roles", i)
        .Add("is a role that sees no record", "leave it out of permits");
  }
  CheckConditions(match, mou, kind, permits, at);
  CheckAge(match, at);
  CheckBreakGlass(match, permits, at.Field("allow_break_glass"));
}

// Duties that say nothing without a time.
bool NeedsTime(v1::ObligationType type) {
  return type == v1::OBLIGATION_TYPE_RETAIN_AT_MOST ||
         type == v1::OBLIGATION_TYPE_REVIEW;
}

void CheckObligations(const v1::Clause& clause, FindingsAt at) {
  std::set<int> types;
  for (int i = 0; i < clause.obligations_size(); ++i) {
    const v1::Obligation& duty = clause.obligations(i);
    FindingsAt here = at.Item("obligations", i);
    if (!IsKnown<v1::ObligationType>(duty.type())) {
      here.Field("type").Add("is a duty that this version does not know",
                             "use one of docs/mou.md, or update this node");
    } else if (!types.insert(duty.type()).second) {
      here.Field("type").Add("is there twice", "name each duty once");
    }
    const bool positive =
        duty.within().seconds() > 0 ||
        (duty.within().seconds() == 0 && duty.within().nanos() > 0);
    if (duty.has_within() && !positive) {
      here.Field("within").Add("is not above zero", "set a longer time");
    } else if (NeedsTime(duty.type()) && !duty.has_within()) {
      here.Field("within").Add("is unset", "say for how long, or how soon");
    }
  }
}

}  // namespace

void CheckClause(const v1::Clause& clause, const v1::Mou& mou, MouKind kind,
                 FindingsAt at) {
  if (!IsPlainId(clause.clause_id())) {
    at.Field("clause_id")
        .Add("is not a name", "use 1 to 63 of a-z, 0-9 and hyphen");
  }
  if (!IsKnown<v1::Effect>(clause.effect())) {
    at.Field("effect").Add("neither permits nor prohibits",
                           "set EFFECT_PERMIT or EFFECT_PROHIBIT");
    return;
  }
  const bool permits = clause.effect() == v1::EFFECT_PERMIT;
  if (permits && kind == MouKind::kCharter) {
    at.Field("effect").Add("permits, and a charter only prohibits",
                           "move it to an MOU");
  }
  CheckMatch(clause.match(), mou, kind, permits, at.Field("match"));
  if (permits) {
    CheckFields(clause, at);
    CheckObligations(clause, at);
  } else if (!clause.fields().empty() || !clause.obligations().empty()) {
    at.Add("is a prohibition with fields or obligations",
           "a prohibition takes whole categories; leave both out");
  }
}

}  // namespace homeward::auth
