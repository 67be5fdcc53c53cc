#include "auth/redaction/redaction.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "auth/mou/field_form.h"
#include "auth/mou/set_nodes.h"
#include "auth/proto_time.h"
#include "auth/redaction/alter.h"
#include "auth/redaction/coarsen.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Never asks for the unknown fields of a message that has none: to give them
// out it would make room for them.
void DiscardUnknown(Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) {
    reflection->MutableUnknownFields(&message)->Clear();
  }
}

void DiscardUnknownIn(const FieldDescriptor* leaf, Message& message);

// The same of the messages in it: only a field that holds messages is asked
// whether it is set.
void DiscardAllUnknown(Message& message) {
  DiscardUnknown(message);
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    DiscardUnknownIn(type.field(i), message);
  }
}

// What a leaf has in it that the catalog doesn't know.
void DiscardUnknownIn(const FieldDescriptor* leaf, Message& message) {
  if (leaf->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  const Reflection* reflection = message.GetReflection();
  if (!leaf->is_repeated()) {
    if (!reflection->HasField(message, leaf)) return;
    return DiscardAllUnknown(*reflection->MutableMessage(&message, leaf));
  }
  for (int i = 0; i < reflection->FieldSize(message, leaf); ++i) {
    DiscardAllUnknown(*reflection->MutableRepeatedMessage(&message, leaf, i));
  }
}

}  // namespace

void Redaction::Redact(v1::Claim& claim) {
  source_time_.reset();
  if (claim.has_source_time()) source_time_ = ToTime(claim.source_time());
  KeepOnly(FieldCatalog::Get().roots(), claim);
}

bool Redaction::IsAllowed(const FieldCatalog::Node& node) const {
  return (node.below & grant_.fields()).any();
}

bool Redaction::KeepOnly(const Nodes& nodes, Message& message) {
  DiscardUnknown(message);
  bool left = false;
  for (const FieldCatalog::Node* node : SetNodes(nodes, message)) {
    if (!IsAllowed(*node)) {
      message.GetReflection()->ClearField(&message, node->field);
    } else if (node->leaf >= 0) {
      left |= KeepLeaf(nodes, *node, message);
    } else {
      left |= KeepBelow(*node, message);
    }
  }
  return left || !SetNodes(nodes, message).empty();
}

bool Redaction::KeepBelow(const FieldCatalog::Node& node, Message& message) {
  if (node.field->is_repeated()) return KeepOnlyInEach(node, message);
  const Reflection* reflection = message.GetReflection();
  if (KeepOnly(node.children,
               *reflection->MutableMessage(&message, node.field))) {
    return true;
  }
  reflection->ClearField(&message, node.field);
  return false;
}

// Redacts each message of a repeated field; those of which nothing is left go.
bool Redaction::KeepOnlyInEach(const FieldCatalog::Node& node,
                               Message& message) {
  const Reflection* reflection = message.GetReflection();
  int kept = 0;
  for (int i = 0; i < reflection->FieldSize(message, node.field); ++i) {
    if (KeepOnly(node.children, *reflection->MutableRepeatedMessage(
                                    &message, node.field, i))) {
      reflection->SwapElements(&message, node.field, i, kept++);
    }
  }
  while (reflection->FieldSize(message, node.field) > kept) {
    reflection->RemoveLast(&message, node.field);
  }
  return kept > 0;
}

bool Redaction::KeepLeaf(const Nodes& siblings, const FieldCatalog::Node& node,
                         Message& message) {
  DiscardUnknownIn(node.field, message);
  const Treatment treatment = grant_.treatments().Of(node.leaf);
  if (treatment == Treatment::kClear) return true;
  if (treatment == Treatment::kToAgeBand) {
    PutAgeBeside(siblings, *node.field, message);
  }
  const AskerHash* hash = treatment == Treatment::kHash ? Hash() : nullptr;
  Alter({treatment, FieldCatalog::Get().path(node.leaf), hash}, node.field,
        message);
  done_.Tighten({node.leaf, treatment});
  return false;
}

// The age band of a birth date is sent as the age beside it, unless the record
// has an age of its own or none may be seen.
void Redaction::PutAgeBeside(const Nodes& siblings,
                             const FieldDescriptor& birth, Message& message) {
  const FieldDescriptor* const age = AgeBeside(birth);
  if (age == nullptr || !source_time_.has_value()) return;
  const auto node = absl::c_find_if(
      siblings,
      [age](const FieldCatalog::Node& beside) { return beside.field == age; });
  const Reflection* reflection = message.GetReflection();
  if (node == siblings.end() || !IsAllowed(*node) ||
      reflection->HasField(message, age)) {
    return;
  }
  const auto band = BandOfBirth(static_cast<const v1::PartialDate&>(
                                    reflection->GetMessage(message, &birth)),
                                *source_time_);
  if (!band.has_value()) return;
  reflection->MutableMessage(&message, age)->CopyFrom(*band);
  done_.Tighten({node->leaf, Treatment::kToAgeBand});
}

const AskerHash* Redaction::Hash() {
  if (!hash_.has_value()) {
    hash_.emplace(
        hasher_.For(grant_.owner_agency_id(), grant_.requester_agency_id()));
  }
  return &*hash_;
}

}  // namespace homeward::auth
