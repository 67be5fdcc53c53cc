#ifndef HOMEWARD_AUTH_FIELD_CATALOG_H_
#define HOMEWARD_AUTH_FIELD_CATALOG_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "auth/enum_set.h"
#include "auth/field_set.h"
#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"

namespace homeward::auth {

// The leaf fields of Claim, in the order of the protos: what an MOU names and
// what Redact() copies. A field with the option `category` is a leaf, whole; a
// message field without it is descended into; a scalar without it is no leaf,
// so it can never be disclosed. Immutable; thread-safe.
class FieldCatalog {
 public:
  // A field of Claim or below.
  struct Node {
    const google::protobuf::FieldDescriptor* field = nullptr;
    // The number of the leaf, or -1 for a message that is descended into.
    int leaf = -1;
    // The leaves below the node, itself included.
    FieldSet below;
    std::vector<Node> children;
  };

  static const FieldCatalog& Get();

  size_t size() const { return leaves_.size(); }
  // The number of the leaf with the path `path` below Claim, such as
  // `sighting.place.site`.
  std::optional<int> Find(absl::string_view path) const;
  // Of the leaf `number`, in [0, size()).
  const std::string& path(int number) const { return leaves_[number].path; }
  v1::Category category(int number) const { return leaves_[number].category; }
  // The leaves of a category, and of several.
  const FieldSet& Of(v1::Category category) const;
  FieldSet Of(CategorySet categories) const;
  // The categories of `fields`.
  CategorySet CategoriesOf(const FieldSet& fields) const;
  // The fields of Claim itself.
  const std::vector<Node>& roots() const { return roots_; }

 private:
  struct Leaf {
    std::string path;
    v1::Category category = v1::CATEGORY_UNSPECIFIED;
  };

  FieldCatalog();
  std::vector<Node> Walk(const google::protobuf::Descriptor* type,
                         const std::string& prefix, int depth);

  std::vector<Leaf> leaves_;
  absl::flat_hash_map<std::string, int> numbers_;
  std::array<FieldSet, 64> by_category_;
  std::vector<Node> roots_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FIELD_CATALOG_H_
