#include "auth/redaction/alter.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "auth/redaction/coarsen.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// Where the characters of UTF-8 text begin, without a look at what they are.
bool BeginsCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

// The value of a text, masked or hashed. Nothing when it doesn't fit.
std::optional<std::string> Altered(const Alteration& by,
                                   absl::string_view text) {
  if (by.treatment == Treatment::kHash) return by.hash->Of(by.path, text);
  if (by.treatment < Treatment::kKeepLastTwo ||
      by.treatment > Treatment::kKeepNothing) {
    return std::nullopt;
  }
  return Masked(text, by.treatment);
}

// These return whether something is left.
bool AlterDocument(const Alteration& by, v1::DocumentNumber& document) {
  // Numbers of different types may be the same.
  const std::string whole =
      by.treatment == Treatment::kHash
          ? absl::StrCat(static_cast<int>(document.type()), ":",
                         document.number())
          : document.number();
  auto number = Altered(by, whole);
  if (!number.has_value()) return false;
  document.set_number(*std::move(number));
  document.clear_issuer();
  return true;
}

bool AlterMessage(const Alteration& by, Message& value) {
  const auto* type = value.GetDescriptor();
  if (type == v1::DocumentNumber::descriptor()) {
    return AlterDocument(by, static_cast<v1::DocumentNumber&>(value));
  }
  if (type == v1::PartialDate::descriptor()) {
    return Coarsen(by.treatment, static_cast<v1::PartialDate&>(value));
  }
  if (type == Timestamp::descriptor()) {
    return Coarsen(by.treatment, static_cast<Timestamp&>(value));
  }
  if (type == v1::AgeRange::descriptor()) {
    return Coarsen(by.treatment, static_cast<v1::AgeRange&>(value));
  }
  if (type == v1::Place::descriptor()) {
    return Coarsen(by.treatment, static_cast<v1::Place&>(value));
  }
  return false;
}

bool AlterOne(const Alteration& by, const FieldDescriptor* field,
              Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    auto text = Altered(by, reflection->GetString(message, field));
    if (!text.has_value()) return false;
    reflection->SetString(&message, field, *std::move(text));
    return true;
  }
  return field->message_type() != nullptr &&
         AlterMessage(by, *reflection->MutableMessage(&message, field));
}

bool AlterItem(const Alteration& by, const FieldDescriptor* field, int index,
               Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    auto text =
        Altered(by, reflection->GetRepeatedString(message, field, index));
    if (!text.has_value()) return false;
    reflection->SetRepeatedString(&message, field, index, *std::move(text));
    return true;
  }
  return field->message_type() != nullptr &&
         AlterMessage(
             by, *reflection->MutableRepeatedMessage(&message, field, index));
}

}  // namespace

void Alter(const Alteration& alteration, const FieldDescriptor* field,
           Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (!field->is_repeated()) {
    if (!AlterOne(alteration, field, message)) {
      reflection->ClearField(&message, field);
    }
    return;
  }
  int kept = 0;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (AlterItem(alteration, field, i, message)) {
      reflection->SwapElements(&message, field, i, kept++);
    }
  }
  while (reflection->FieldSize(message, field) > kept) {
    reflection->RemoveLast(&message, field);
  }
}

int CountCharacters(absl::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), BeginsCharacter));
}

std::string Masked(absl::string_view text, Treatment treatment) {
  const int characters = CountCharacters(text);
  if (treatment == Treatment::kKeepFirstLetter && characters >= 2) {
    size_t end = 1;
    while (end < text.size() && !BeginsCharacter(text[end])) ++end;
    return absl::StrCat(text.substr(0, end), kMask);
  }
  if (treatment == Treatment::kKeepLastTwo && characters >= 6) {
    size_t start = text.size();
    for (int kept = 0; kept < 2; --start)
      kept += BeginsCharacter(text[start - 1]);
    return absl::StrCat(kMask, text.substr(start));
  }
  return std::string(kMask);
}

}  // namespace homeward::auth
