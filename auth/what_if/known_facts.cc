#include "auth/what_if/known_facts.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "auth/mou/enum_set.h"
#include "google/protobuf/repeated_field.h"

namespace homeward::auth {
namespace {

absl::Status Wrong(v1::Fact fact, absl::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat("facts: ", v1::Fact_Name(fact), " ", reason));
}

// One fact, its values checked.
struct Value {
  v1::Fact fact;
  Tri truth;
  CategorySet categories;
};

// The set of `categories`; nothing if one of them is not known here.
std::optional<CategorySet> ReadCategories(
    const google::protobuf::RepeatedField<int>& categories) {
  CategorySet set;
  for (const int category : categories) {
    set.Add(static_cast<v1::Category>(category));
    if (!set.Contains(static_cast<v1::Category>(category))) return std::nullopt;
  }
  return set;
}

absl::StatusOr<Value> ReadValue(const v1::FactValue& message) {
  if (message.fact() == v1::FACT_UNSPECIFIED ||
      !v1::Fact_IsValid(message.fact())) {
    return absl::InvalidArgumentError(
        "facts: one has no fact, or one that is not known here");
  }
  if (!v1::Truth_IsValid(message.truth())) {
    return Wrong(message.fact(), "has a truth that is not known here");
  }
  const auto categories = ReadCategories(message.categories());
  if (!categories.has_value()) {
    return Wrong(message.fact(), "has a category that is not known here");
  }
  // Both enums are in this order.
  return Value{message.fact(), static_cast<Tri>(message.truth()), *categories};
}

// The one value of a fact that is the same for every category.
Tri* Single(v1::Fact fact, CaseFacts& case_facts, RecordFacts& facts) {
  switch (fact) {
    case v1::FACT_OPEN_CASE:
      return &case_facts.open_case;
    case v1::FACT_IMMINENT_DANGER:
      return &case_facts.imminent_danger;
    case v1::FACT_BREAK_GLASS:
      return &case_facts.break_glass;
    case v1::FACT_CUSTODY_RELATION:
      return &facts.custody_relation;
    case v1::FACT_CARE_RELATION:
      return &facts.care_relation;
    case v1::FACT_LOCATION_PROTECTED:
      return &facts.location_protected;
    case v1::FACT_ADOPTION_HOLD:
      return &facts.adoption_hold;
    default:
      return nullptr;
  }
}

// The categories that a fact covers when it is true, if it may be so for some.
CategorySet* Covered(v1::Fact fact, CaseFacts& case_facts) {
  switch (fact) {
    case v1::FACT_OPEN_CASE:
      return &case_facts.categories;
    case v1::FACT_IMMINENT_DANGER:
      return &case_facts.danger_categories;
    case v1::FACT_BREAK_GLASS:
      return &case_facts.break_glass_categories;
    default:
      return nullptr;
  }
}

absl::Status Put(const Value& value, CaseFacts& case_facts,
                 RecordFacts& facts) {
  const bool is_true = value.truth == Tri::kTrue;
  if (value.fact == v1::FACT_BREAK_GLASS && is_true &&
      value.categories.empty()) {
    return Wrong(value.fact, "is for named categories, never for all");
  }
  if (Tri* const single = Single(value.fact, case_facts, facts);
      single != nullptr) {
    *single = value.truth;
    if (value.categories.empty()) return absl::OkStatus();
    CategorySet* const covered = Covered(value.fact, case_facts);
    if (covered == nullptr || !is_true) {
      return Wrong(value.fact, "is the same for all categories");
    }
    *covered = value.categories;
    return absl::OkStatus();
  }
  if (value.fact != v1::FACT_CONSENT_ON_FILE) {
    return Wrong(value.fact, "can't be tried yet");
  }
  if (value.truth == Tri::kUnknown) return absl::OkStatus();
  (is_true ? facts.consented : facts.refused) =
      value.categories.empty() ? CategorySet::All() : value.categories;
  return absl::OkStatus();
}

absl::Status ReadAge(const v1::AgeBounds& message, AgeInterval& age) {
  age = {message.min_years(), message.max_years()};
  if (0 <= age.min_years && age.min_years <= age.max_years) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "facts: subject_age is no range: 0 <= min_years <= max_years");
}

v1::FactValue& Add(v1::Fact fact, Tri truth, v1::KnownFacts& message) {
  v1::FactValue& value = *message.add_facts();
  value.set_fact(fact);
  value.set_truth(static_cast<v1::Truth>(truth));
  return value;
}

void Add(v1::Fact fact, Tri truth, CategorySet categories,
         v1::KnownFacts& message) {
  if (truth == Tri::kUnknown) return;
  v1::FactValue& value = Add(fact, truth, message);
  if (categories == CategorySet::All()) return;
  categories.ForEach([&](v1::Category c) { value.add_categories(c); });
}

// What is true for `covered`, or for all where that is empty.
void AddCovered(v1::Fact fact, Tri truth, CategorySet covered,
                v1::KnownFacts& message) {
  Add(fact, truth, truth == Tri::kTrue ? covered : CategorySet(), message);
}

void AddBreakGlass(const CaseFacts& case_facts, v1::KnownFacts& message) {
  if (case_facts.break_glass == Tri::kUnknown) return;
  const CategorySet broken = case_facts.break_glass_categories;
  if (case_facts.break_glass == Tri::kFalse || broken.empty()) {
    Add(v1::FACT_BREAK_GLASS, Tri::kFalse, message);
    return;
  }
  v1::FactValue& value = Add(v1::FACT_BREAK_GLASS, Tri::kTrue, message);
  broken.ForEach([&](v1::Category c) { value.add_categories(c); });
}

}  // namespace

v1::AccessQuestion ToMessage(const AccessRequest& request) {
  v1::AccessQuestion question;
  question.set_requester_agency_id(request.requester_agency_id);
  question.set_requester_kind(request.requester_kind);
  question.set_owner_agency_id(request.owner_agency_id);
  request.roles.ForEach([&](v1::Role role) { question.add_roles(role); });
  if (request.has_unknown_role) question.add_roles(v1::ROLE_UNSPECIFIED);
  question.set_purpose(request.purpose);
  question.set_action(request.action);
  question.set_mou_id(request.mou_id);
  request.categories.ForEach(
      [&](v1::Category category) { question.add_categories(category); });
  return question;
}

absl::Status ReadFacts(const v1::KnownFacts& message, CaseFacts& case_facts,
                       RecordFacts& facts) {
  facts = RecordFacts();
  case_facts = CaseFacts();
  case_facts.open_case = Tri::kUnknown;
  case_facts.imminent_danger = Tri::kUnknown;
  case_facts.break_glass = Tri::kUnknown;
  case_facts.break_glass_roles = RoleSet::All();
  case_facts.issuer_agency_id = message.case_issuer_agency_id();
  std::set<std::pair<v1::Fact, bool>> seen;
  for (const v1::FactValue& each : message.facts()) {
    const absl::StatusOr<Value> value = ReadValue(each);
    if (!value.ok()) return value.status();
    // Of consent what is true and what is false stand apart.
    const bool second =
        value->fact == v1::FACT_CONSENT_ON_FILE && value->truth == Tri::kFalse;
    if (!seen.insert({value->fact, second}).second) {
      return Wrong(value->fact, "is there twice");
    }
    const absl::Status put = Put(*value, case_facts, facts);
    if (!put.ok()) return put;
  }
  facts.read_back_is_over = message.read_back_is_over();
  const auto withheld = ReadCategories(message.withheld_from_origin());
  if (!withheld.has_value()) {
    return absl::InvalidArgumentError(
        "facts: withheld_from_origin has a category that is not known here");
  }
  facts.withheld_from_origin = *withheld;
  if (!message.has_subject_age()) return absl::OkStatus();
  return ReadAge(message.subject_age(), facts.age);
}

v1::KnownFacts ToMessage(const CaseFacts& case_facts,
                         const RecordFacts& facts) {
  v1::KnownFacts message;
  message.set_case_issuer_agency_id(case_facts.issuer_agency_id);
  AddCovered(v1::FACT_OPEN_CASE, case_facts.open_case, case_facts.categories,
             message);
  AddCovered(v1::FACT_IMMINENT_DANGER, case_facts.imminent_danger,
             case_facts.danger_categories, message);
  AddBreakGlass(case_facts, message);
  if (!facts.consented.empty()) {
    Add(v1::FACT_CONSENT_ON_FILE, Tri::kTrue, facts.consented, message);
  }
  if (!facts.refused.empty()) {
    Add(v1::FACT_CONSENT_ON_FILE, Tri::kFalse, facts.refused, message);
  }
  Add(v1::FACT_CUSTODY_RELATION, facts.custody_relation, {}, message);
  Add(v1::FACT_CARE_RELATION, facts.care_relation, {}, message);
  Add(v1::FACT_LOCATION_PROTECTED, facts.location_protected, {}, message);
  Add(v1::FACT_ADOPTION_HOLD, facts.adoption_hold, {}, message);
  message.mutable_subject_age()->set_min_years(facts.age.min_years);
  message.mutable_subject_age()->set_max_years(facts.age.max_years);
  message.set_read_back_is_over(facts.read_back_is_over);
  facts.withheld_from_origin.ForEach(
      [&](v1::Category c) { message.add_withheld_from_origin(c); });
  return message;
}

}  // namespace homeward::auth
