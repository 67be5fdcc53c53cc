// What FieldCatalog::Build() makes of protos, and which it refuses.

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

using ::testing::HasSubstr;

using google::protobuf::FileDescriptorProto;

// A file with the messages `messages`, as text of a FileDescriptorProto.
FileDescriptorProto ParseFile(const std::string& messages) {
  FileDescriptorProto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("name: 't.proto' syntax: 'proto3' package: 't' "
                   "dependency: 'homeward/v1/category.proto' ",
                   messages),
      &proto));
  return proto;
}

// A file whose first message the tests are about.
class TestFile {
 public:
  explicit TestFile(const FileDescriptorProto& proto)
      : pool_(google::protobuf::DescriptorPool::generated_pool()),
        file_(pool_.BuildFile(proto)) {}
  explicit TestFile(const std::string& messages)
      : TestFile(ParseFile(messages)) {}

  absl::StatusOr<FieldCatalog> Catalog() const {
    return FieldCatalog::Build(*file_->message_type(0));
  }

 private:
  google::protobuf::DescriptorPool pool_;
  const google::protobuf::FileDescriptor* file_;
};

// A field `name` of the message `type`, or a string when it is empty.
std::string Field(const std::string& name, int number, const std::string& type,
                  const std::string& category) {
  return absl::StrCat(
      "field { name: '", name, "' number: ", number,
      " label: LABEL_OPTIONAL type: ",
      type.empty() ? "TYPE_STRING"
                   : absl::StrCat("TYPE_MESSAGE type_name: '.t.", type, "'"),
      category.empty()
          ? ""
          : absl::StrCat(" options { [homeward.v1.category]: ", category, " }"),
      " } ");
}

std::string Message(const std::string& name, const std::string& fields) {
  return absl::StrCat("message_type { name: '", name, "' ", fields, "} ");
}

TEST(FieldCatalogBuildTest, DescendsIntoAMessageOnlyWithoutCategory) {
  const TestFile file(
      Message("A", Field("open", 1, "B", "") +
                       Field("whole", 2, "B", "CATEGORY_CARE")) +
      Message("B", Field("text", 1, "", "CATEGORY_TIP")));
  const auto catalog = file.Catalog();
  ASSERT_THAT(catalog, IsOk());
  ASSERT_EQ(catalog->size(), 2u);
  EXPECT_EQ(catalog->path(0), "open.text");
  EXPECT_EQ(catalog->category(0), v1::CATEGORY_TIP);
  EXPECT_EQ(catalog->path(1), "whole");
  EXPECT_EQ(catalog->category(1), v1::CATEGORY_CARE);
  EXPECT_EQ(catalog->Find("whole.text"), std::nullopt);
  EXPECT_EQ(catalog->roots()[0].leaf, -1);
  EXPECT_EQ(catalog->roots()[0].children[0].leaf, 0);
  EXPECT_EQ(catalog->roots()[1].leaf, 1);
  EXPECT_TRUE(catalog->roots()[1].children.empty());
}

TEST(FieldCatalogBuildTest, RefusesALeafWithoutCategoryAndNamesIt) {
  const TestFile file(Message("A", Field("b", 1, "B", "")) +
                      Message("B", Field("text", 1, "", "")));
  EXPECT_THAT(file.Catalog().status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("b.text has no known category")));
}

TEST(FieldCatalogBuildTest, RefusesCategoriesThatAreNone) {
  for (int category : {0, 63, 99}) {
    FileDescriptorProto proto =
        ParseFile(Message("A", Field("text", 1, "", "")));
    auto* options =
        proto.mutable_message_type(0)->mutable_field(0)->mutable_options();
    options->GetReflection()->MutableUnknownFields(options)->AddVarint(
        v1::kCategoryFieldNumber, category);
    EXPECT_THAT(TestFile(proto).Catalog().status(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("text")))
        << category;
  }
}

TEST(FieldCatalogBuildTest, RefusesAMessageThatContainsItself) {
  const TestFile file(Message("A", Field("b", 1, "B", "")) +
                      Message("B", Field("a", 1, "A", "")));
  EXPECT_THAT(file.Catalog().status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("b.a")));
}

TEST(FieldCatalogBuildTest, TakesAMessageThatContainsItselfAsOneValue) {
  const TestFile file(Message("A", Field("a", 1, "A", "CATEGORY_CARE")));
  ASSERT_THAT(file.Catalog(), IsOk());
  EXPECT_EQ(file.Catalog()->size(), 1u);
}

TEST(FieldCatalogBuildTest, TakesOneTypeInTwoPlaces) {
  const TestFile file(
      Message("A", Field("x", 1, "B", "") + Field("y", 2, "B", "")) +
      Message("B", Field("text", 1, "", "CATEGORY_TIP")));
  ASSERT_THAT(file.Catalog(), IsOk());
  EXPECT_TRUE(file.Catalog()->Find("x.text").has_value());
  EXPECT_TRUE(file.Catalog()->Find("y.text").has_value());
}

TEST(FieldCatalogBuildTest, RefusesAMap) {
  const TestFile file(R"pb(
    message_type {
      name: "A"
      field {
        name: "m"
        number: 1
        label: LABEL_REPEATED
        type: TYPE_MESSAGE
        type_name: ".t.A.MEntry"
        options {
          [homeward.v1.category]: CATEGORY_CARE
        }
      }
      nested_type {
        name: "MEntry"
        field { name: "key" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING }
        field {
          name: "value"
          number: 2
          label: LABEL_OPTIONAL
          type: TYPE_STRING
        }
        options { map_entry: true }
      }
    }
  )pb");
  EXPECT_THAT(file.Catalog().status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("map")));
}

TEST(FieldCatalogBuildTest, HoldsKMaxFieldsAndNotOneMore) {
  std::string fields;
  for (size_t i = 1; i <= kMaxFields; ++i) {
    fields += Field(absl::StrCat("f", i), i, "", "CATEGORY_TIP");
  }
  EXPECT_THAT(TestFile(Message("A", fields)).Catalog(), IsOk());
  fields += Field("one_more", kMaxFields + 1, "", "CATEGORY_TIP");
  EXPECT_THAT(
      TestFile(Message("A", fields)).Catalog().status(),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("one_more")));
}

TEST(FieldCatalogBuildTest, TakesClaim) {
  EXPECT_THAT(FieldCatalog::Build(*v1::Claim::descriptor()), IsOk());
}

}  // namespace
}  // namespace homeward::auth
