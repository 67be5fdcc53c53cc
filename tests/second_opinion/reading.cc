#include "tests/second_opinion/reading.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::second_opinion {
namespace {

template <typename List, typename Value>
bool In(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool AgencyIn(const v1::AgencySet& agencies, const std::string& id) {
  return agencies.any() || In(agencies.agency_ids(), id);
}

bool IsOfTheCase(v1::Fact fact) {
  return fact == v1::FACT_OPEN_CASE || fact == v1::FACT_IMMINENT_DANGER;
}

// As what one may break the glass.
bool MayBreakGlass(int role) {
  return role == v1::ROLE_CP_SUPERVISOR || role == v1::ROLE_CLINIC_CLINICIAN ||
         role == v1::ROLE_POLICE_MISSING;
}

// For what nobody may break it.
bool IsBehindThickGlass(v1::Purpose purpose, v1::Category category) {
  return purpose == v1::PURPOSE_ADOPTION ||
         category == v1::CATEGORY_SCREEN_ANS || category == v1::CATEGORY_HOLD;
}

v1::Category ReadCategory(const std::string& field_path) {
  const google::protobuf::Descriptor* message = v1::Claim::descriptor();
  std::istringstream names(field_path);
  for (std::string name; std::getline(names, name, '.');) {
    const auto* field =
        message == nullptr ? nullptr : message->FindFieldByName(name);
    if (field == nullptr) return v1::CATEGORY_UNSPECIFIED;
    if (field->options().HasExtension(v1::category)) {
      return field->options().GetExtension(v1::category);
    }
    message = field->message_type();
  }
  return v1::CATEGORY_UNSPECIFIED;
}

}  // namespace

v1::Category CategoryOf(const std::string& field_path) {
  static auto& read = *new std::map<std::string, v1::Category>();
  const auto known = read.find(field_path);
  if (known != read.end()) return known->second;
  return read[field_path] = ReadCategory(field_path);
}

bool Reading::Asks(v1::Category category) const {
  const auto& asked = question_.request().categories();
  const bool asks = asked.empty() || category == v1::CATEGORY_EXIST ||
                    In(asked, static_cast<int>(category));
  if (!asks) See(Branch::kNotAsked);
  return asks;
}

bool Reading::RoleIn(const v1::RoleSet& roles, bool permit) const {
  for (const int role : question_.request().roles()) {
    if (permit &&
        (role == v1::ROLE_NODE_ADMIN || role == v1::ROLE_RESEARCH_ANALYST ||
         role == v1::ROLE_IMM_ENFORCEMENT)) {
      See(Branch::kRoleThatSeesNothing);
      continue;
    }
    if (roles.any() || In(roles.roles(), role)) return true;
  }
  return false;
}

bool Reading::Speaks(const v1::Clause& clause) const {
  const v1::Match& match = clause.match();
  const v1::AccessQuestion& asked = question_.request();
  return AgencyIn(match.owner(), asked.owner_agency_id()) &&
         AgencyIn(match.requester(), asked.requester_agency_id()) &&
         RoleIn(match.roles(), clause.effect() == v1::EFFECT_PERMIT) &&
         (match.purposes().any() ||
          In(match.purposes().purposes(), asked.purpose())) &&
         (match.actions().any() ||
          In(match.actions().actions(), asked.action()));
}

Answer Reading::Covers(const v1::Clause& clause, v1::Category category,
                       bool glass_counts) const {
  if (!Names(clause, category)) return Answer::kNo;
  Answer answer = Answer::kYes;
  for (const v1::Condition& condition : clause.match().conditions()) {
    answer = std::min(answer, Holds(condition, category));
  }
  // It stands in for the conditions, and for nothing else.
  if (glass_counts) answer = std::max(answer, ByBreakGlass(clause, category));
  v1::AgeLimits limits = clause.match().subject_age();
  if (!clause.match().has_subject_age()) {
    if (clause.effect() == v1::EFFECT_PROHIBIT) return answer;
    limits.set_max_years(17);  // A permit is for children unless it says more.
  }
  return std::min(answer, AgeIn(limits));
}

Answer Reading::CoversSoFar(const v1::Clause& clause,
                            v1::Category category) const {
  if (!Names(clause, category)) return Answer::kNo;
  Answer answer = Answer::kYes;
  for (const v1::Condition& condition : clause.match().conditions()) {
    if (!IsOfTheCase(condition.fact())) continue;
    answer = std::min(answer, Holds(condition, category));
  }
  return std::max(answer, ByBreakGlass(clause, category));
}

bool Reading::Names(const v1::Clause& clause, v1::Category category) {
  const v1::CategorySet& categories = clause.match().categories();
  return categories.any() ||
         In(categories.categories(), static_cast<int>(category));
}

Answer Reading::ByBreakGlass(const v1::Clause& clause,
                             v1::Category category) const {
  const v1::RoleSet& roles = clause.match().roles();
  if (!clause.match().allow_break_glass()) return Answer::kNo;
  if (IsBehindThickGlass(question_.request().purpose(), category)) {
    See(Branch::kThickGlass);
    return Answer::kNo;
  }
  for (const int role : question_.request().roles()) {
    if (!roles.any() && !In(roles.roles(), role)) continue;
    if (!MayBreakGlass(role)) {
      See(Branch::kRoleThatBreaksNoGlass);
      continue;
    }
    const Answer broken = FactFor(v1::FACT_BREAK_GLASS, category);
    if (broken == Answer::kYes) See(Branch::kGlassBroken);
    return broken;
  }
  return Answer::kNo;
}

bool Reading::NeedsRecord(const v1::Clause& clause) {
  for (const v1::Condition& condition : clause.match().conditions()) {
    if (!IsOfTheCase(condition.fact())) return true;
  }
  return clause.match().has_subject_age();
}

Answer Reading::Holds(const v1::Condition& condition,
                      v1::Category category) const {
  const Answer fact = FactFor(condition.fact(), category);
  if (fact == Answer::kMaybe) {
    See(Branch::kFactUnknown);
    return Answer::kMaybe;
  }
  const bool holds = (fact == Answer::kYes) == condition.expected();
  See(holds ? Branch::kFactHolds : Branch::kFactFails);
  return holds ? Answer::kYes : Answer::kNo;
}

// Yes and no are "true" and "false", maybe is "unknown".
Answer Reading::FactFor(v1::Fact fact, v1::Category category) const {
  bool is_true = false;
  bool is_false = false;
  for (const v1::FactValue& value : question_.facts().facts()) {
    if (value.fact() != fact) continue;
    const bool here = value.categories().empty() ||
                      In(value.categories(), static_cast<int>(category));
    if ((IsOfTheCase(fact) || fact == v1::FACT_BREAK_GLASS) &&
        value.truth() == v1::TRUTH_TRUE) {
      const bool covered = here || category == v1::CATEGORY_EXIST;
      if (!covered) {
        See(fact == v1::FACT_OPEN_CASE     ? Branch::kCaseForOtherCategories
            : fact == v1::FACT_BREAK_GLASS ? Branch::kGlassForOtherCategories
                                           : Branch::kDangerForOtherCategories);
      }
      (covered ? is_true : is_false) = true;
      continue;
    }
    if (!here) continue;
    is_true |= value.truth() == v1::TRUTH_TRUE;
    is_false |= value.truth() == v1::TRUTH_FALSE;
  }
  if (IsOfTheCase(fact) && !In(named_.case_issuer_agency_ids(),
                               question_.facts().case_issuer_agency_id())) {
    // Who may not vouch for a case has proven nothing by saying there is one.
    bool said = false;
    for (const v1::FactValue& value : question_.facts().facts()) {
      said |= value.fact() == fact && value.truth() == v1::TRUTH_TRUE;
    }
    if (said) {
      See(Branch::kIssuerNotListed);
      return Answer::kMaybe;
    }
  }
  if (is_true == is_false) return Answer::kMaybe;
  return is_true ? Answer::kYes : Answer::kNo;
}

Answer Reading::AgeIn(const v1::AgeLimits& limits) const {
  int youngest = 0;  // In doubt she is a child.
  int oldest = 17;
  if (question_.facts().has_subject_age()) {
    youngest = question_.facts().subject_age().min_years();
    oldest = question_.facts().subject_age().max_years();
  }
  int inside = 0;
  int outside = 0;
  for (int years = youngest; years <= oldest; ++years) {
    const bool in = limits.min_years() <= years &&
                    (limits.max_years() == 0 || years <= limits.max_years());
    ++(in ? inside : outside);
  }
  if (inside > 0 && outside > 0) {
    See(Branch::kAgeInDoubt);
    return Answer::kMaybe;
  }
  See(inside > 0 ? Branch::kAgeInside : Branch::kAgeOutside);
  return inside > 0 ? Answer::kYes : Answer::kNo;
}

bool Reading::LocationIsProtected() const {
  const v1::AccessQuestion& asked = question_.request();
  if (asked.owner_agency_id() == asked.requester_agency_id()) {
    See(Branch::kOwnRecords);
    return false;
  }
  if (FactFor(v1::FACT_LOCATION_PROTECTED, v1::CATEGORY_LOC_EXACT) ==
      Answer::kNo) {
    return false;
  }
  const bool custody = FactFor(v1::FACT_CUSTODY_RELATION,
                               v1::CATEGORY_LOC_EXACT) == Answer::kYes;
  See(custody ? Branch::kLocationForCustody : Branch::kLocationProtected);
  return !custody;
}

}  // namespace homeward::second_opinion
