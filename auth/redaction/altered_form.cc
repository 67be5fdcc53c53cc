#include "auth/redaction/altered_form.h"

#include <memory>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "auth/redaction/alter.h"
#include "auth/redaction/coarsen.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

bool IsHash(absl::string_view text) {
  constexpr size_t kDigits = 32;
  return absl::ConsumePrefix(&text, "hmac:") && text.size() == kDigits &&
         absl::c_all_of(text, [](char c) {
           return absl::ascii_isdigit(c) || ('a' <= c && c <= 'f');
         });
}

bool IsAlteredText(Treatment treatment, absl::string_view text) {
  const absl::string_view mask = kMask;
  switch (treatment) {
    case Treatment::kKeepNothing:
      return text == mask;
    case Treatment::kKeepLastTwo:
      return text == mask ||
             (absl::ConsumePrefix(&text, mask) && CountCharacters(text) == 2);
    case Treatment::kKeepFirstLetter:
      return text == mask ||
             (absl::ConsumeSuffix(&text, mask) && CountCharacters(text) == 1);
    case Treatment::kHash:
      return IsHash(text);
    default:
      return false;
  }
}

// What is coarse already doesn't change.
template <typename Value>
bool IsCoarse(Treatment treatment, const Value& value) {
  Value coarse = value;
  return Coarsen(treatment, coarse) &&
         coarse.SerializeAsString() == value.SerializeAsString();
}

bool IsAlteredMessage(Treatment treatment, const Message& value) {
  const auto* type = value.GetDescriptor();
  if (type == v1::DocumentNumber::descriptor()) {
    const auto& document = static_cast<const v1::DocumentNumber&>(value);
    return document.issuer().empty() &&
           IsAlteredText(treatment, document.number());
  }
  if (type == v1::PartialDate::descriptor()) {
    return IsCoarse(treatment, static_cast<const v1::PartialDate&>(value));
  }
  if (type == Timestamp::descriptor()) {
    return IsCoarse(treatment, static_cast<const Timestamp&>(value));
  }
  if (type == v1::AgeRange::descriptor()) {
    return IsCoarse(treatment, static_cast<const v1::AgeRange&>(value));
  }
  return type == v1::Place::descriptor() &&
         IsCoarse(treatment, static_cast<const v1::Place&>(value));
}

// `index` is -1 for a field that isn't repeated.
bool IsAlteredItem(Treatment treatment, const FieldDescriptor* field, int index,
                   const Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    return IsAlteredText(
        treatment, index < 0
                       ? reflection->GetString(message, field)
                       : reflection->GetRepeatedString(message, field, index));
  }
  return field->message_type() != nullptr &&
         IsAlteredMessage(
             treatment,
             index < 0 ? reflection->GetMessage(message, field)
                       : reflection->GetRepeatedMessage(message, field, index));
}

}  // namespace

bool IsAltered(Treatment treatment, const FieldDescriptor* field,
               const Message& message) {
  if (treatment == Treatment::kClear) return true;
  if (!field->is_repeated()) {
    return IsAlteredItem(treatment, field, -1, message);
  }
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) {
    if (!IsAlteredItem(treatment, field, i, message)) return false;
  }
  return true;
}

}  // namespace homeward::auth
