#include "auth/field_catalog.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Deeper than any fact; a message that contains itself ends here, and what is
// below it can't be disclosed.
constexpr int kMaxDepth = 8;

bool IsCategory(v1::Category category) { return category > 0 && category < 64; }

}  // namespace

const FieldCatalog& FieldCatalog::Get() {
  static const FieldCatalog* const catalog = new FieldCatalog();
  return *catalog;
}

FieldCatalog::FieldCatalog() { roots_ = Walk(v1::Claim::descriptor(), "", 0); }

std::vector<FieldCatalog::Node> FieldCatalog::Walk(const Descriptor* type,
                                                   const std::string& prefix,
                                                   int depth) {
  std::vector<Node> nodes;
  if (depth == kMaxDepth) return nodes;
  for (int i = 0; i < type->field_count(); ++i) {
    Node node;
    node.field = type->field(i);
    const std::string path = absl::StrCat(prefix, node.field->name());
    const v1::Category category =
        node.field->options().GetExtension(v1::category);
    if (IsCategory(category)) {
      if (leaves_.size() == kMaxFields) std::abort();  // Raise kMaxFields.
      node.leaf = static_cast<int>(leaves_.size());
      node.below.set(node.leaf);
      by_category_[category].set(node.leaf);
      numbers_[path] = node.leaf;
      leaves_.push_back({path, category});
    } else if (node.field->message_type() != nullptr && !node.field->is_map()) {
      node.children =
          Walk(node.field->message_type(), absl::StrCat(path, "."), depth + 1);
      for (const Node& child : node.children) node.below |= child.below;
    }
    if (node.below.any()) nodes.push_back(std::move(node));
  }
  return nodes;
}

std::optional<int> FieldCatalog::Find(absl::string_view path) const {
  const auto found = numbers_.find(path);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

const FieldSet& FieldCatalog::Of(v1::Category category) const {
  return by_category_[IsCategory(category) ? category : 0];
}

FieldSet FieldCatalog::Of(CategorySet categories) const {
  FieldSet fields;
  categories.ForEach([&](v1::Category c) { fields |= by_category_[c]; });
  return fields;
}

CategorySet FieldCatalog::CategoriesOf(const FieldSet& fields) const {
  CategorySet categories;
  CategorySet::All().ForEach([&](v1::Category c) {
    if ((fields & by_category_[c]).any()) categories.Add(c);
  });
  return categories;
}

}  // namespace homeward::auth
