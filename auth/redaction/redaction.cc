#include "auth/redaction/redaction.h"

#include "auth/mou/field_form.h"
#include "auth/proto_time.h"
#include "auth/redaction/alter.h"
#include "auth/redaction/coarsen.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsEmpty(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields.empty();
}

// What a leaf has in it that the catalog doesn't know.
void DiscardUnknownIn(const FieldDescriptor* leaf, Message& message) {
  if (leaf->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  const Reflection* reflection = message.GetReflection();
  if (!leaf->is_repeated()) {
    return reflection->MutableMessage(&message, leaf)->DiscardUnknownFields();
  }
  for (int i = 0; i < reflection->FieldSize(message, leaf); ++i) {
    reflection->MutableRepeatedMessage(&message, leaf, i)
        ->DiscardUnknownFields();
  }
}

}  // namespace

void Redaction::Redact(v1::Claim& claim) {
  source_time_.reset();
  if (claim.has_source_time()) source_time_ = ToTime(claim.source_time());
  KeepOnly(FieldCatalog::Get().roots(), claim);
}

// The node of `field`, or null when nothing below it may be seen: also for a
// field that the catalog doesn't have.
const FieldCatalog::Node* Redaction::AllowedNode(
    const Nodes& nodes, const FieldDescriptor* field) const {
  for (const FieldCatalog::Node& node : nodes) {
    if (node.field == field) {
      return (node.below & grant_.fields()).any() ? &node : nullptr;
    }
  }
  return nullptr;
}

void Redaction::KeepOnly(const Nodes& nodes, Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) {
    reflection->MutableUnknownFields(&message)->Clear();
  }
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const FieldCatalog::Node* node = AllowedNode(nodes, field);
    if (node == nullptr) {
      reflection->ClearField(&message, field);
    } else if (node->leaf >= 0) {
      KeepLeaf(nodes, *node, message);
    } else if (field->is_repeated()) {
      KeepOnlyInEach(*node, message);
    } else {
      Message* below = reflection->MutableMessage(&message, field);
      KeepOnly(node->children, *below);
      if (IsEmpty(*below)) reflection->ClearField(&message, field);
    }
  }
}

// Redacts each message of a repeated field; those of which nothing is left go.
void Redaction::KeepOnlyInEach(const FieldCatalog::Node& node,
                               Message& message) {
  const Reflection* reflection = message.GetReflection();
  int kept = 0;
  for (int i = 0; i < reflection->FieldSize(message, node.field); ++i) {
    Message* item = reflection->MutableRepeatedMessage(&message, node.field, i);
    KeepOnly(node.children, *item);
    if (!IsEmpty(*item)) {
      reflection->SwapElements(&message, node.field, i, kept++);
    }
  }
  while (reflection->FieldSize(message, node.field) > kept) {
    reflection->RemoveLast(&message, node.field);
  }
}

void Redaction::KeepLeaf(const Nodes& siblings, const FieldCatalog::Node& node,
                         Message& message) {
  DiscardUnknownIn(node.field, message);
  const Treatment treatment = grant_.treatments().Of(node.leaf);
  if (treatment == Treatment::kClear) return;
  if (treatment == Treatment::kToAgeBand) {
    PutAgeBeside(siblings, *node.field, message);
  }
  const AskerHash* hash = treatment == Treatment::kHash ? Hash() : nullptr;
  Alter({treatment, FieldCatalog::Get().path(node.leaf), hash}, node.field,
        message);
  done_.Tighten({node.leaf, treatment});
}

// The age band of a birth date is sent as the age beside it, unless the record
// has an age of its own or none may be seen.
void Redaction::PutAgeBeside(const Nodes& siblings,
                             const FieldDescriptor& birth, Message& message) {
  const FieldDescriptor* const age = AgeBeside(birth);
  if (age == nullptr || !source_time_.has_value()) return;
  const FieldCatalog::Node* node = AllowedNode(siblings, age);
  const Reflection* reflection = message.GetReflection();
  if (node == nullptr || reflection->HasField(message, age)) return;
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
