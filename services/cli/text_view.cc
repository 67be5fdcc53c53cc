#include "services/cli/text_view.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "services/cli/code_name.h"

namespace homeward::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string PlaceText(const v1::Place& place) {
  std::vector<std::string> parts;
  for (const std::string& part :
       {place.site(), place.address(), place.admin2_code(), place.admin1_code(),
        place.country_code()}) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts.empty() ? "place not told" : absl::StrJoin(parts, ", ");
}

// One field's value, without ids and bytes.
std::string ValueText(const Message& fact, const FieldDescriptor& field) {
  const auto* reflection = fact.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const std::string type = field.message_type()->full_name();
    if (!field.is_repeated() && type == "homeward.v1.Place") {
      return PlaceText(
          static_cast<const v1::Place&>(reflection->GetMessage(fact, &field)));
    }
    if (!field.is_repeated() && type == "google.protobuf.Timestamp") {
      return TimeText(static_cast<const google::protobuf::Timestamp&>(
          reflection->GetMessage(fact, &field)));
    }
    if (field.is_repeated()) {
      return absl::StrCat(reflection->FieldSize(fact, &field), " entries");
    }
  }
  std::vector<std::string> values;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  const int count =
      field.is_repeated() ? reflection->FieldSize(fact, &field) : 1;
  for (int i = 0; i < count; ++i) {
    std::string value;
    printer.PrintFieldValueToString(fact, &field, field.is_repeated() ? i : -1,
                                    &value);
    values.push_back(value);
  }
  std::string text = absl::StrJoin(values, ", ");
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    // SAFE of WELLBEING_STATUS_SAFE is what differs from the first value.
    const std::string& zero = field.enum_type()->value(0)->name();
    const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
    text = ShortName(text, prefix);
  }
  return text;
}

// Ids tell a person nothing, neither one nor a list of them; those of agencies
// do, and those of a photo and a recording: `homeward photo save` wants it.
bool IsId(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (name == "to_agency_id" || name == "from_agency_id" ||
      name == "photo_id" || name == "recording_id" ||
      absl::EndsWith(name, "_agency_ids")) {
    return false;
  }
  return field.type() == FieldDescriptor::TYPE_BYTES ||
         absl::EndsWith(name, "_id") || absl::EndsWith(name, "_ids");
}

}  // namespace

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "time not told";
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string AgeText(const google::protobuf::Duration& age) {
  const int64_t seconds = age.seconds();
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrCat(seconds / 60, " min");
  if (seconds < 2 * 86400) return absl::StrCat(seconds / 3600, " h");
  return absl::StrCat(seconds / 86400, " d");
}

std::string ClaimText(const v1::Claim& claim) {
  const auto* reflection = claim.GetReflection();
  const auto* oneof = v1::Claim::descriptor()->FindOneofByName("fact");
  const FieldDescriptor* fact_field =
      reflection->GetOneofFieldDescriptor(claim, oneof);
  if (fact_field == nullptr) return "withheld";
  const Message& fact = reflection->GetMessage(claim, fact_field);
  std::vector<const FieldDescriptor*> fields;
  fact.GetReflection()->ListFields(fact, &fields);
  std::vector<std::string> parts;
  for (const FieldDescriptor* field : fields) {
    if (IsId(*field)) continue;
    parts.push_back(
        absl::StrCat(absl::StrReplaceAll(field->name(), {{"_", " "}}), " ",
                     ValueText(fact, *field)));
  }
  const std::string kind =
      absl::StrReplaceAll(fact_field->name(), {{"_", " "}});
  if (parts.empty()) return kind;
  return absl::StrCat(kind, ": ", absl::StrJoin(parts, "; "));
}

std::string DutyText(const v1::Obligation& duty) {
  return absl::StrCat(
      ShortName(v1::ObligationType_Name(duty.type()), "OBLIGATION_TYPE_"),
      duty.has_within() ? absl::StrCat(", ", AgeText(duty.within())) : "");
}

std::vector<std::string> TermsText(const v1::ChildRecord& record) {
  std::vector<std::string> lines;
  for (const v1::FieldRule& rule : record.altered_fields()) {
    lines.push_back(absl::StrCat(
        "  not as the owner has it: ", rule.field_path(), " (",
        ShortName(v1::FieldOutcome_Name(rule.outcome()), "FIELD_OUTCOME_"),
        ")"));
  }
  for (const v1::Obligation& duty : record.obligations()) {
    lines.push_back(absl::StrCat("  duty: ", DutyText(duty)));
  }
  return lines;
}

}  // namespace homeward::cli
