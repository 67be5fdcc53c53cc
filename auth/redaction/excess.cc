#include "auth/redaction/excess.h"

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/altered_form.h"
#include "auth/redaction/redact.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::Message;
using google::protobuf::Reflection;
using Nodes = std::vector<FieldCatalog::Node>;

// Collects what claims tell beyond `bounds`. Not thread-safe.
class Walk {
 public:
  explicit Walk(const AnswerBounds& bounds) : bounds_(bounds) {}

  void Look(const Nodes& nodes, const Message& message) {
    const Reflection* reflection = message.GetReflection();
    for (const FieldCatalog::Node& node : nodes) {
      const bool repeated = node.field->is_repeated();
      const int size = repeated ? reflection->FieldSize(message, node.field)
                                : reflection->HasField(message, node.field);
      if (size == 0) continue;
      if (node.leaf >= 0) {
        LookAtLeaf(node, message);
        continue;
      }
      const FieldSet before = excess_;
      for (int i = 0; i < size; ++i) {
        Look(node.children,
             repeated ? reflection->GetRepeatedMessage(message, node.field, i)
                      : reflection->GetMessage(message, node.field));
      }
      // Empty, it still tells that there is something.
      const bool barred = (node.below & bounds_.fields()).none();
      if (barred && excess_ == before) excess_ |= node.below;
    }
  }

  // That something is said of the field `path`.
  void LookAtName(absl::string_view path) {
    const FieldCatalog& catalog = FieldCatalog::Get();
    const std::optional<int> field = catalog.Find(path);
    if (!field.has_value()) {
      excess_.set(*catalog.Find("field_states"));
    } else if (!bounds_.fields().test(*field)) {
      excess_.set(*field);
    }
  }

  const FieldSet& excess() const { return excess_; }

 private:
  void LookAtLeaf(const FieldCatalog::Node& node, const Message& message) {
    if (bounds_.clear().test(node.leaf)) return;
    for (int i = 0; i < static_cast<int>(Treatment::kDrop); ++i) {
      const auto treatment = static_cast<Treatment>(i);
      if (bounds_.Allows(node.leaf, treatment) &&
          IsAltered(treatment, node.field, message)) {
        return;
      }
    }
    excess_.set(node.leaf);
  }

  const AnswerBounds& bounds_;
  FieldSet excess_;
};

}  // namespace

FieldSet ExcessOf(const AnswerBounds& bounds, const v1::ChildRecord& record) {
  Walk walk(bounds);
  for (const v1::Claim& claim : record.claims()) {
    walk.Look(FieldCatalog::Get().roots(), claim);
    for (const v1::FieldState& state : claim.field_states()) {
      walk.LookAtName(state.field_path());
    }
  }
  for (const v1::FieldRule& rule : record.altered_fields()) {
    walk.LookAtName(rule.field_path());
  }
  return walk.excess();
}

void AddDuties(const AnswerBounds& bounds, v1::ChildRecord& record) {
  FieldSet told = FieldsIn(record);
  for (const v1::Claim& claim : record.claims()) {
    for (const v1::FieldState& state : claim.field_states()) {
      const auto field = FieldCatalog::Get().Find(state.field_path());
      if (field.has_value()) told.set(*field);
    }
  }
  const std::vector<v1::Obligation> duties = bounds.Duties(
      told, {record.obligations().begin(), record.obligations().end()});
  *record.mutable_obligations() = {duties.begin(), duties.end()};
}

}  // namespace homeward::auth
