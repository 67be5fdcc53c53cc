#include "auth/mou/set_nodes.h"

#include <vector>

#include "absl/container/inlined_vector.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace homeward::auth {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::OneofDescriptor;
using ::google::protobuf::Reflection;

absl::InlinedVector<const FieldCatalog::Node*, 16> SetNodes(
    const std::vector<FieldCatalog::Node>& nodes,
    const google::protobuf::Message& message) {
  const Reflection& reflection = *message.GetReflection();
  absl::InlinedVector<const FieldCatalog::Node*, 16> set;
  const OneofDescriptor* asked = nullptr;
  const FieldDescriptor* chosen = nullptr;
  for (const FieldCatalog::Node& node : nodes) {
    const FieldDescriptor* const field = node.field;
    if (const OneofDescriptor* oneof = field->real_containing_oneof()) {
      if (oneof != asked) {
        asked = oneof;
        chosen = reflection.GetOneofFieldDescriptor(message, oneof);
      }
      if (field == chosen) set.push_back(&node);
    } else if (field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                    : reflection.HasField(message, field)) {
      set.push_back(&node);
    }
  }
  return set;
}

}  // namespace homeward::auth
