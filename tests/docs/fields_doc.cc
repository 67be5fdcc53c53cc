#include "tests/docs/fields_doc.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"
#include "tests/testing/described_protos.h"

namespace homeward::docs {
namespace {

using auth::FieldCatalog;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kIntroduction[] = R"(# Fields

What a claim can say, field by field, and what each field discloses. This page
is made from `proto/homeward/v1`: after a change there, run
`bazel run //tests/docs:print_fields > docs/fields.md`; a test compares the two.

A field in the tables is a leaf: it is disclosed or withheld as one value. A
clause of an MOU names leaves by these paths (`FieldRule.field_path`) and may
only name leaves of the categories that it covers. A leaf that no clause names
is dropped. A row without a category is a message, and its leaves follow it.

Every leaf can be sent whole (CLEAR) or dropped. The column "or" says what else
an MOU can ask of it: docs/mou.md, "Outcomes".
)";

// `Category` without its prefix: `LOC_EXACT`.
std::string ShortName(v1::Category category) {
  return std::string(
      absl::StripPrefix(v1::Category_Name(category), "CATEGORY_"));
}

// What can be done to a leaf besides telling or dropping it.
std::string OtherOutcomes(auth::FieldForm form) {
  std::string outcomes = auth::FittingOutcomes(form);
  outcomes = outcomes.substr(0, outcomes.rfind(", DROP"));
  return std::string(
      absl::StripPrefix(absl::StripPrefix(outcomes, "CLEAR"), ", "));
}

// Comments of fields and messages by full name.
std::map<std::string, std::string> CommentsByName() {
  std::map<std::string, std::string> comments;
  for (const auto* file : testing::DescribedFiles()) {
    for (int m = 0; m < file->message_type_count(); ++m) {
      const Descriptor& message = *file->message_type(m);
      comments[message.full_name()] = testing::Comment(message);
      for (int f = 0; f < message.field_count(); ++f) {
        const FieldDescriptor& field = *message.field(f);
        comments[field.full_name()] = testing::Comment(field);
      }
    }
    for (int e = 0; e < file->enum_type_count(); ++e) {
      const EnumDescriptor& type = *file->enum_type(e);
      for (int v = 0; v < type.value_count(); ++v) {
        comments[type.value(v)->full_name()] = testing::Comment(*type.value(v));
      }
    }
  }
  return comments;
}

// Writes the page, part by part.
class Page {
 public:
  std::string Write() {
    absl::StrAppend(&text_, kIntroduction);
    Categories();
    absl::StrAppend(&text_, "\n## Every claim\n\n",
                    Comment("homeward.v1.Claim"), "\n");
    BeginTable();
    for (const FieldCatalog::Node& node : catalog_.roots()) {
      if (node.leaf >= 0) Row(node, node.field->name());
    }
    for (const FieldCatalog::Node& node : catalog_.roots()) {
      if (node.leaf < 0) Fact(node);
    }
    return text_;
  }

 private:
  std::string Comment(const std::string& full_name) const {
    const auto found = comments_.find(full_name);
    return found == comments_.end() ? "" : found->second;
  }

  static std::string Cell(const std::string& text) {
    return absl::StrReplaceAll(text, {{"|", "\\|"}});
  }

  void BeginTable() {
    absl::StrAppend(&text_,
                    "\n| field | category | or | meaning |\n"
                    "|---|---|---|---|\n");
  }

  void Categories() {
    absl::StrAppend(&text_, "\n## Categories\n\n",
                    "| category | leaves | meaning |\n|---|---|---|\n");
    auth::CategorySet::All().ForEach([this](v1::Category category) {
      absl::StrAppend(
          &text_, "| ", ShortName(category), " | ",
          catalog_.Of(category).count(), " | ",
          Cell(Comment("homeward.v1." + v1::Category_Name(category))), " |\n");
    });
  }

  void Fact(const FieldCatalog::Node& fact) {
    absl::StrAppend(&text_, "\n## ", fact.field->name(), "\n\n",
                    Comment(fact.field->message_type()->full_name()), "\n");
    BeginTable();
    for (const FieldCatalog::Node& child : fact.children) {
      Row(child, absl::StrCat(fact.field->name(), ".", child.field->name()));
    }
  }

  void Row(const FieldCatalog::Node& node, const std::string& path) {
    const std::string category =
        node.leaf < 0 ? "" : ShortName(catalog_.category(node.leaf));
    const std::string outcomes =
        node.leaf < 0 ? "" : OtherOutcomes(catalog_.form(node.leaf));
    absl::StrAppend(&text_, "| `", path, "` | ", category, " | ", outcomes,
                    " | ", Cell(Comment(node.field->full_name())), " |\n");
    for (const FieldCatalog::Node& child : node.children) {
      Row(child, absl::StrCat(path, ".", child.field->name()));
    }
  }

  const FieldCatalog& catalog_ = FieldCatalog::Get();
  const std::map<std::string, std::string> comments_ = CommentsByName();
  std::string text_;
};

}  // namespace

std::string FieldsDoc() { return Page().Write(); }

}  // namespace homeward::docs
