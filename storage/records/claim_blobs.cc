#include "storage/records/claim_blobs.h"

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

// The fields that lead from a claim to a message inside it.
using Path = std::vector<const FieldDescriptor*>;

Message* Descend(Message* message, const Path& path) {
  for (const FieldDescriptor* step : path) {
    message = message->GetReflection()->MutableMessage(message, step);
  }
  return message;
}

// Moves the fields of `message`, which lies at `path`, to the blobs.
void Split(Message* message, Path& path,
           std::map<v1::Category, v1::Claim>& blobs) {
  std::vector<const FieldDescriptor*> present;
  message->GetReflection()->ListFields(*message, &present);
  for (const FieldDescriptor* field : present) {
    const v1::Category category = field->options().GetExtension(v1::category);
    if (category != v1::CATEGORY_UNSPECIFIED) {
      message->GetReflection()->SwapFields(
          message, Descend(&blobs[category], path), {field});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
               !field->is_repeated()) {
      path.push_back(field);
      Split(message->GetReflection()->MutableMessage(message, field), path,
            blobs);
      path.pop_back();
    }
  }
}

}  // namespace

std::map<v1::Category, v1::Claim> SplitByCategory(v1::Claim claim) {
  std::map<v1::Category, v1::Claim> blobs;
  Path path;
  Split(&claim, path, blobs);
  return blobs;
}

}  // namespace homeward::storage
