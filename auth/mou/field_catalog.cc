#include "auth/mou/field_catalog.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Walks a message type, depth first.
class FieldCatalogBuilder {
 public:
  using Node = FieldCatalog::Node;

  absl::StatusOr<FieldCatalog> Build(const Descriptor& message) {
    auto roots = Descend(message, "");
    if (!roots.ok()) return roots.status();
    catalog_.roots_ = *std::move(roots);
    return std::move(catalog_);
  }

 private:
  // The fields of `message`; `prefix` is its own path with a dot.
  absl::StatusOr<std::vector<Node>> Descend(const Descriptor& message,
                                            const std::string& prefix) {
    if (std::count(open_.begin(), open_.end(), &message) != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(prefix, " is a ", message.name(), " in a ",
                       message.name(), ": give the field a category"));
    }
    open_.push_back(&message);
    std::vector<Node> nodes;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      auto node = Visit(field, absl::StrCat(prefix, field.name()));
      if (!node.ok()) return node.status();
      nodes.push_back(*std::move(node));
    }
    open_.pop_back();
    return nodes;
  }

  absl::StatusOr<Node> Visit(const FieldDescriptor& field,
                             const std::string& path) {
    if (field.is_map()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " is a map: use a repeated message"));
    }
    Node node;
    node.field = &field;
    if (field.message_type() == nullptr ||
        field.options().HasExtension(v1::category)) {
      auto leaf = AddLeaf(field, path);
      if (!leaf.ok()) return leaf.status();
      node.leaf = *leaf;
      node.below.set(*leaf);
      return node;
    }
    auto children = Descend(*field.message_type(), path + ".");
    if (!children.ok()) return children.status();
    node.children = *std::move(children);
    for (const Node& child : node.children) node.below |= child.below;
    return node;
  }

  // Its number.
  absl::StatusOr<int> AddLeaf(const FieldDescriptor& field,
                              const std::string& path) {
    const v1::Category category = field.options().GetExtension(v1::category);
    if (!CategorySet::All().Contains(category)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, " has no known category: add [(homeward.v1.category) = ...]"));
    }
    if (catalog_.leaves_.size() == kMaxFields) {
      return absl::ResourceExhaustedError(
          absl::StrCat(path, " is a leaf too many after ", kMaxFields,
                       ": raise kMaxFields"));
    }
    const int number = static_cast<int>(catalog_.leaves_.size());
    const bool is_root = open_.size() == 1;
    catalog_.leaves_.push_back(
        {path, category, is_root ? FieldForm::kFixed : FormOf(field)});
    catalog_.numbers_[path] = number;
    catalog_.by_category_[category].set(number);
    return number;
  }

  FieldCatalog catalog_;
  // The messages on the way from the root to where the walk is.
  std::vector<const Descriptor*> open_;
};

absl::StatusOr<FieldCatalog> FieldCatalog::Build(const Descriptor& message) {
  return FieldCatalogBuilder().Build(message);
}

const FieldCatalog& FieldCatalog::Get() {
  static const FieldCatalog* const catalog = [] {
    auto built = Build(*v1::Claim::descriptor());
    if (!built.ok()) {
      std::fprintf(stderr, "homeward.v1.Claim: %s\n",
                   std::string(built.status().message()).c_str());
      std::abort();
    }
    return new FieldCatalog(*std::move(built));
  }();
  return *catalog;
}

std::optional<int> FieldCatalog::Find(absl::string_view path) const {
  const auto found = numbers_.find(path);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

const FieldSet& FieldCatalog::Of(v1::Category category) const {
  // No leaf is in by_category_[0]: it stands for what isn't known.
  return by_category_[CategorySet::All().Contains(category) ? category : 0];
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
