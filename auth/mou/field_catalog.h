#ifndef HOMEWARD_AUTH_MOU_FIELD_CATALOG_H_
#define HOMEWARD_AUTH_MOU_FIELD_CATALOG_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_form.h"
#include "auth/mou/field_set.h"
#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"

// Which fields a claim has and what each discloses, read from the option
// `(homeward.v1.category)` of the protos. Source: docs/fields.md.
namespace homeward::auth {

// The leaf fields of a message type, in the order of the protos, depth first:
// what an MOU names and what Redact() copies. A field with a category is a
// leaf, whole; a message field without one is descended into. Immutable;
// thread-safe.
class FieldCatalog {
 public:
  // A field of the message or below.
  struct Node {
    const google::protobuf::FieldDescriptor* field = nullptr;
    // The number of the leaf, or -1 for a message that is descended into.
    int leaf = -1;
    // The leaves below the node, itself included.
    FieldSet below;
    std::vector<Node> children;
  };

  // The catalog of homeward.v1.Claim, made at the first call and kept for
  // good. Ends the process when Build() refuses Claim, which a test rules out.
  static const FieldCatalog& Get();

  // The catalog of `message`, which must outlive it. Refuses what could be
  // stored but never be disclosed, or disclosed without being named.
  //
  // Errors, with the path and what to change:
  //   INVALID_ARGUMENT    A leaf has no category, or one that this program
  //                       doesn't know; a field is a map; or a message that
  //                       is descended into contains itself.
  //   RESOURCE_EXHAUSTED  There are more than kMaxFields leaves.
  static absl::StatusOr<FieldCatalog> Build(
      const google::protobuf::Descriptor& message);

  size_t size() const { return leaves_.size(); }
  // The number of the leaf with the path `path` below the message, such as
  // `sighting.place.site`.
  std::optional<int> Find(absl::string_view path) const;
  // Of the leaf `number`, in [0, size()).
  const std::string& path(int number) const { return leaves_[number].path; }
  v1::Category category(int number) const { return leaves_[number].category; }
  // What can be done to it. The fields of the message itself, which hold the
  // claim together, are kFixed.
  FieldForm form(int number) const { return leaves_[number].form; }
  // The leaves of a category, and of several. None of one that is unspecified
  // or not known.
  const FieldSet& Of(v1::Category category) const;
  FieldSet Of(CategorySet categories) const;
  // The categories of `fields`. A bit that is no leaf counts for none.
  CategorySet CategoriesOf(const FieldSet& fields) const;
  // The fields of the message itself.
  const std::vector<Node>& roots() const { return roots_; }

 private:
  friend class FieldCatalogBuilder;

  struct Leaf {
    std::string path;
    v1::Category category = v1::CATEGORY_UNSPECIFIED;
    FieldForm form = FieldForm::kFixed;
  };

  FieldCatalog() = default;

  std::vector<Leaf> leaves_;
  absl::flat_hash_map<std::string, int> numbers_;
  std::array<FieldSet, 64> by_category_;
  std::vector<Node> roots_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_FIELD_CATALOG_H_
