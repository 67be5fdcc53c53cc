#include "storage/claim_blobs.h"

#include <map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::storage {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

// The fields that lead from a claim to a message inside it.
using Path = std::vector<const FieldDescriptor*>;

Message* Descend(Message* message, const Path& path) {
  for (const FieldDescriptor* step : path) {
    message = message->GetReflection()->MutableMessage(message, step);
  }
  return message;
}

// Copies one field, whatever its type: all others are cleared from a copy.
void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  std::vector<const FieldDescriptor*> present;
  from.GetReflection()->ListFields(from, &present);
  for (const FieldDescriptor* other : present) {
    if (other != field) copy->GetReflection()->ClearField(copy.get(), other);
  }
  to->MergeFrom(*copy);
}

void Split(const Message& message, const Path& path,
           std::map<v1::Category, v1::Claim>& blobs) {
  std::vector<const FieldDescriptor*> present;
  message.GetReflection()->ListFields(message, &present);
  for (const FieldDescriptor* field : present) {
    const v1::Category category = field->options().GetExtension(v1::category);
    if (category != v1::CATEGORY_UNSPECIFIED) {
      CopyField(message, field, Descend(&blobs[category], path));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
               !field->is_repeated()) {
      Path below = path;
      below.push_back(field);
      Split(message.GetReflection()->GetMessage(message, field), below, blobs);
    }
  }
}

}  // namespace

std::map<v1::Category, v1::Claim> SplitByCategory(const v1::Claim& claim) {
  std::map<v1::Category, v1::Claim> blobs;
  Split(claim, {}, blobs);
  return blobs;
}

}  // namespace homeward::storage
