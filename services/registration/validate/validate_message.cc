#include "services/registration/validate/validate_message.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/values.pb.h"
#include "services/registration/validate/validate_text.h"
#include "services/registration/validate/validate_value.h"

namespace homeward::registration {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

constexpr int kMaxListEntries = 500;
constexpr size_t kMaxTextBytes = 20'000;
// The protos are at most this deep; the parser stops at 100.
constexpr int kMaxDepth = 12;

// Times that may lie ahead. Source: the comments of these fields.
bool MaySpeakOfTheFuture(const FieldDescriptor& field) {
  const std::string& name = field.name();
  return name == "next_due_time" || name == "expiry_time" ||
         name == "revoked_time" || name == "effective_time" ||
         name == "plan_of_care";
}

absl::Status CheckString(const std::string& path, const FieldDescriptor& field,
                         const std::string& text) {
  const std::string& name = field.name();
  if (text.empty() && field.is_repeated()) return Invalid(path, "is empty");
  if (absl::StrContains(name, "name")) return CheckName(path, text);
  if (name == "nationality" || name == "relation_nationality" ||
      name == "country_of_origin" || absl::EndsWith(name, "country_code")) {
    return CheckCountry(path, text);
  }
  if (name == "language" || name == "relation_language" ||
      name == "explained_in_language") {
    return CheckLanguage(path, text);
  }
  if (absl::StrContains(name, "telephone")) return CheckTelephone(path, text);
  if (absl::EndsWith(name, "agency_id") || absl::EndsWith(name, "agency_ids")) {
    return text.empty() ? absl::OkStatus() : CheckAgencyId(path, text);
  }
  return CheckText(path, text, kMaxTextBytes);
}

class Checker {
 public:
  explicit Checker(absl::Time now) : now_(now) {}

  // `future`: dates below may lie ahead.
  absl::Status Check(const std::string& path, const Message& message,
                     bool future, int depth) const {
    if (depth > kMaxDepth) return Invalid(path, "is nested too deep");
    const Reflection& reflection = *message.GetReflection();
    if (!reflection.GetUnknownFields(message).empty()) {
      return Invalid(path,
                     "has a field that this node does not know; update the "
                     "node or leave it out");
    }
    if (const auto* time =
            dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
      return CheckTime(path, *time, future, now_);
    }
    if (const auto* date = dynamic_cast<const v1::PartialDate*>(&message)) {
      absl::Status status = CheckDate(path, *date, future, now_);
      if (!status.ok()) return status;
    }
    std::vector<const FieldDescriptor*> present;
    reflection.ListFields(message, &present);
    for (const FieldDescriptor* field : present) {
      absl::Status status = CheckField(path, message, *field, future, depth);
      if (!status.ok()) return status;
    }
    return CheckValue(path, message);
  }

 private:
  absl::Status CheckField(const std::string& parent, const Message& message,
                          const FieldDescriptor& field, bool future,
                          int depth) const {
    const Reflection& reflection = *message.GetReflection();
    const std::string path =
        parent.empty() ? field.name() : absl::StrCat(parent, ".", field.name());
    future = future || MaySpeakOfTheFuture(field);
    if (!field.is_repeated()) {
      return CheckOne(path, message, field, -1, future, depth);
    }
    const int size = reflection.FieldSize(message, &field);
    if (size > kMaxListEntries) {
      return Invalid(
          path, absl::StrCat("has more than ", kMaxListEntries, " entries"));
    }
    for (int i = 0; i < size; ++i) {
      absl::Status status = CheckOne(absl::StrCat(path, "[", i, "]"), message,
                                     field, i, future, depth);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The value, or entry `index` of the list.
  absl::Status CheckOne(const std::string& path, const Message& message,
                        const FieldDescriptor& field, int index, bool future,
                        int depth) const {
    const Reflection& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Check(
            path,
            index < 0 ? reflection.GetMessage(message, &field)
                      : reflection.GetRepeatedMessage(message, &field, index),
            future, depth + 1);
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int value =
            index < 0 ? reflection.GetEnumValue(message, &field)
                      : reflection.GetRepeatedEnumValue(message, &field, index);
        if (field.enum_type()->FindValueByNumber(value) == nullptr ||
            (index >= 0 && value == 0)) {
          return Invalid(path, "is not a value that this node knows");
        }
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.type() == FieldDescriptor::TYPE_BYTES) {
          return absl::OkStatus();
        }
        return CheckString(
            path, field,
            index < 0 ? reflection.GetString(message, &field)
                      : reflection.GetRepeatedString(message, &field, index));
      default:
        return absl::OkStatus();
    }
  }

  const absl::Time now_;
};

}  // namespace

absl::Status CheckMessage(absl::string_view field, const Message& message,
                          absl::Time now) {
  return Checker(now).Check(std::string(field), message, /*future=*/false,
                            /*depth=*/0);
}

}  // namespace homeward::registration
