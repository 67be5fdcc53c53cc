#include "auth/redaction/redact.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/set_nodes.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/redaction.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Nodes = std::vector<FieldCatalog::Node>;

// Adds the leaves below `message` that are set.
void AddFieldsIn(const Nodes& nodes, const Message& message, FieldSet& set) {
  const Reflection* reflection = message.GetReflection();
  for (const FieldCatalog::Node* node : SetNodes(nodes, message)) {
    if (node->leaf >= 0) {
      set.set(static_cast<size_t>(node->leaf));
    } else if (!node->field->is_repeated()) {
      AddFieldsIn(node->children, reflection->GetMessage(message, node->field),
                  set);
    } else {
      for (int i = 0; i < reflection->FieldSize(message, node->field); ++i) {
        AddFieldsIn(node->children,
                    reflection->GetRepeatedMessage(message, node->field, i),
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

// Names the fields that `sent` has and that are not as the owner has them.
void TellWhatIsAltered(const FieldTreatments& done, v1::ChildRecord& sent) {
  if (done.altered().none()) return;
  const FieldSet altered = done.altered() & FieldsIn(sent);
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = altered._Find_first(); i < altered.size();
       i = altered._Find_next(i)) {
    v1::FieldRule& rule = *sent.add_altered_fields();
    rule.set_field_path(catalog.path(static_cast<int>(i)));
    SetTreatment(done.Of(static_cast<int>(i)), rule);
  }
}

}  // namespace

v1::ChildRecord Redact(const Grant& grant, internal::v1::StoredRecord record,
                       const FieldHasher& hasher) {
  v1::ChildRecord sent;
  sent.set_record_id(record.record_id());
  sent.set_owner_agency_id(grant.owner_agency_id());
  Redaction redaction(grant, hasher);
  for (v1::Claim& claim : *record.mutable_claims()) {
    const std::string fact = FactName(claim);
    redaction.Redact(claim);
    KeepStates(grant.fields(), claim);
    if (TellsSomething(claim, fact)) sent.add_claims()->Swap(&claim);
  }
  TellWhatIsAltered(redaction.done(), sent);
  *sent.mutable_obligations() = {grant.obligations().begin(),
                                 grant.obligations().end()};
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
