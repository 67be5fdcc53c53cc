#include "auth/signing/document.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/unknown_field_set.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

// Depth is bounded by protobuf's own limit of 100 when it parses.
bool HasUnknownFields(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  return absl::c_any_of(fields, [&](const FieldDescriptor* field) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return false;
    if (!field->is_repeated()) {
      return HasUnknownFields(reflection.GetMessage(message, field));
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (HasUnknownFields(reflection.GetRepeatedMessage(message, field, i))) {
        return true;
      }
    }
    return false;
  });
}

}  // namespace

absl::StatusOr<v1::Envelope> SignDocument(absl::string_view payload_type,
                                          const Message& message,
                                          const SigningKey& key) {
  return SignEnvelope(payload_type, message.SerializeAsString(), key);
}

absl::Status ParseStrictly(absl::string_view payload, Message& message) {
  if (payload.size() > kMaxPayloadBytes ||
      !message.ParseFromArray(payload.data(),
                              static_cast<int>(payload.size()))) {
    return absl::InvalidArgumentError(
        absl::StrCat("the bytes are no ", message.GetTypeName()));
  }
  if (HasUnknownFields(message)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the ", message.GetTypeName(),
        " has a field that this node does not know; upgrade the node"));
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth
