#include "auth/decision/redact.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Nodes = std::vector<FieldCatalog::Node>;

void KeepOnly(const Nodes& nodes, const FieldSet& allowed, Message& message);

bool IsEmpty(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields.empty();
}

// The node of `field`, or null when nothing below it may be seen: also for a
// field that the catalog doesn't have.
const FieldCatalog::Node* AllowedNode(const Nodes& nodes,
                                      const FieldDescriptor* field,
                                      const FieldSet& allowed) {
  for (const FieldCatalog::Node& node : nodes) {
    if (node.field == field) {
      return (node.below & allowed).any() ? &node : nullptr;
    }
  }
  return nullptr;
}

// Redacts each message of a repeated field; those of which nothing is left go.
void KeepOnlyInEach(const FieldCatalog::Node& node, const FieldSet& allowed,
                    Message& message) {
  const Reflection* reflection = message.GetReflection();
  int kept = 0;
  for (int i = 0; i < reflection->FieldSize(message, node.field); ++i) {
    Message* item = reflection->MutableRepeatedMessage(&message, node.field, i);
    KeepOnly(node.children, allowed, *item);
    if (!IsEmpty(*item)) {
      reflection->SwapElements(&message, node.field, i, kept++);
    }
  }
  while (reflection->FieldSize(message, node.field) > kept) {
    reflection->RemoveLast(&message, node.field);
  }
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

// Clears whatever is set and not on the list: the list says what stays, so a
// field that nobody thought of goes, and one that is unknown here.
void KeepOnly(const Nodes& nodes, const FieldSet& allowed, Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) {
    reflection->MutableUnknownFields(&message)->Clear();
  }
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const FieldCatalog::Node* node = AllowedNode(nodes, field, allowed);
    if (node == nullptr) {
      reflection->ClearField(&message, field);
    } else if (node->leaf >= 0) {
      DiscardUnknownIn(field, message);
    } else if (field->is_repeated()) {
      KeepOnlyInEach(*node, allowed, message);
    } else {
      Message* below = reflection->MutableMessage(&message, field);
      KeepOnly(node->children, allowed, *below);
      if (IsEmpty(*below)) reflection->ClearField(&message, field);
    }
  }
}

// Adds the leaves below `message` that are set.
void AddFieldsIn(const Nodes& nodes, const Message& message, FieldSet& set) {
  const Reflection* reflection = message.GetReflection();
  for (const FieldCatalog::Node& node : nodes) {
    const bool repeated = node.field->is_repeated();
    const int size = repeated ? reflection->FieldSize(message, node.field)
                              : reflection->HasField(message, node.field);
    if (size == 0) continue;
    if (node.leaf >= 0) {
      set.set(static_cast<size_t>(node.leaf));
    } else if (!repeated) {
      AddFieldsIn(node.children, reflection->GetMessage(message, node.field),
                  set);
    } else {
      for (int i = 0; i < size; ++i) {
        AddFieldsIn(node.children,
                    reflection->GetRepeatedMessage(message, node.field, i),
                    set);
      }
    }
  }
}

// Why a field is unset is told only to who may see the field.
void KeepStates(const FieldSet& allowed, v1::Claim& claim) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  auto* states = claim.mutable_field_states();
  int kept = 0;
  for (int i = 0; i < states->size(); ++i) {
    const auto field = catalog.Find(states->Get(i).field_path());
    if (field.has_value() && allowed.test(*field)) {
      states->SwapElements(i, kept++);
    }
  }
  states->DeleteSubrange(kept, states->size() - kept);
}

// The name of the fact of `claim`, or "" when it has none.
std::string FactName(const v1::Claim& claim) {
  const auto* oneof = v1::Claim::descriptor()->FindOneofByName("fact");
  const FieldDescriptor* fact =
      claim.GetReflection()->GetOneofFieldDescriptor(claim, oneof);
  return fact == nullptr ? "" : fact->name();
}

// Whether a value of the fact called `fact`, or why one is unset, is left.
bool TellsSomething(const v1::Claim& claim, const std::string& fact) {
  if (claim.fact_case() != v1::Claim::FACT_NOT_SET) return true;
  if (fact.empty()) return false;
  const std::string prefix = absl::StrCat(fact, ".");
  for (const v1::FieldState& state : claim.field_states()) {
    if (absl::StartsWith(state.field_path(), prefix)) return true;
  }
  return false;
}

}  // namespace

v1::ChildRecord Redact(const Grant& grant,
                       const internal::v1::StoredRecord& record) {
  const FieldSet& allowed = grant.fields();
  v1::ChildRecord sent;
  sent.set_record_id(record.record_id());
  sent.set_owner_agency_id(grant.owner_agency_id());
  for (const v1::Claim& stored : record.claims()) {
    v1::Claim claim = stored;
    const std::string fact = FactName(claim);
    KeepOnly(FieldCatalog::Get().roots(), allowed, claim);
    KeepStates(allowed, claim);
    if (TellsSomething(claim, fact)) *sent.add_claims() = std::move(claim);
  }
  return sent;
}

FieldSet FieldsIn(const v1::ChildRecord& record) {
  FieldSet set;
  for (const v1::Claim& claim : record.claims()) {
    AddFieldsIn(FieldCatalog::Get().roots(), claim, set);
  }
  return set;
}

}  // namespace homeward::auth
