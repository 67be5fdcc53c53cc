#include "auth/mou/field_form.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;

bool IsOneOf(Treatment treatment, Treatment first, Treatment last) {
  return first <= treatment && treatment <= last;
}

bool IsMask(Treatment treatment) {
  return IsOneOf(treatment, Treatment::kKeepLastTwo, Treatment::kKeepNothing);
}

}  // namespace

FieldForm FormOf(const FieldDescriptor& field) {
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    return field.options().GetExtension(v1::code) ? FieldForm::kFixed
                                                  : FieldForm::kText;
  }
  const auto* type = field.message_type();
  if (type == v1::DocumentNumber::descriptor()) {
    return FieldForm::kDocumentNumber;
  }
  if (type == v1::PartialDate::descriptor()) {
    return AgeBeside(field) == nullptr ? FieldForm::kDate
                                       : FieldForm::kBirthDate;
  }
  if (type == google::protobuf::Timestamp::descriptor()) {
    return FieldForm::kTime;
  }
  if (type == v1::AgeRange::descriptor()) return FieldForm::kAge;
  if (type == v1::Place::descriptor()) return FieldForm::kPlace;
  return FieldForm::kFixed;
}

const FieldDescriptor* AgeBeside(const FieldDescriptor& birth) {
  constexpr absl::string_view kName = "date_of_birth";
  if (birth.message_type() != v1::PartialDate::descriptor() ||
      birth.is_repeated() || !absl::EndsWith(birth.name(), kName)) {
    return nullptr;
  }
  const std::string name =
      absl::StrCat(absl::string_view(birth.name())
                       .substr(0, birth.name().size() - kName.size()),
                   "age");
  const FieldDescriptor* age = birth.containing_type()->FindFieldByName(name);
  const bool is_age = age != nullptr && !age->is_repeated() &&
                      age->message_type() == v1::AgeRange::descriptor();
  return is_age ? age : nullptr;
}

bool Fits(Treatment treatment, FieldForm form) {
  if (treatment == Treatment::kClear || treatment == Treatment::kDrop) {
    return true;
  }
  switch (form) {
    case FieldForm::kFixed:
      return false;
    case FieldForm::kText:
    case FieldForm::kDocumentNumber:
      return IsMask(treatment) || treatment == Treatment::kHash;
    case FieldForm::kDate:
      return IsOneOf(treatment, Treatment::kToMonth, Treatment::kToYear);
    case FieldForm::kBirthDate:
      return IsOneOf(treatment, Treatment::kToMonth, Treatment::kToAgeBand);
    case FieldForm::kTime:
      return IsOneOf(treatment, Treatment::kToDay, Treatment::kToYear);
    case FieldForm::kAge:
      return treatment == Treatment::kToAgeBand;
    case FieldForm::kPlace:
      return IsOneOf(treatment, Treatment::kToAdmin2, Treatment::kToCountry);
  }
  return false;
}

std::string FittingOutcomes(FieldForm form) {
  switch (form) {
    case FieldForm::kFixed:
      return "CLEAR, DROP";
    case FieldForm::kText:
    case FieldForm::kDocumentNumber:
      return "CLEAR, MASK, HASH, DROP";
    case FieldForm::kDate:
      return "CLEAR, COARSEN to MONTH or YEAR, DROP";
    case FieldForm::kBirthDate:
      return "CLEAR, COARSEN to MONTH, YEAR or AGE_BAND, DROP";
    case FieldForm::kTime:
      return "CLEAR, COARSEN to DAY, MONTH or YEAR, DROP";
    case FieldForm::kAge:
      return "CLEAR, COARSEN to AGE_BAND, DROP";
    case FieldForm::kPlace:
      return "CLEAR, COARSEN to ADMIN2, ADMIN1 or COUNTRY, DROP";
  }
  return "CLEAR, DROP";
}

}  // namespace homeward::auth
