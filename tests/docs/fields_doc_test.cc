#include "tests/docs/fields_doc.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "gtest/gtest.h"

namespace homeward::docs {
namespace {

TEST(FieldsDocTest, TheFileIsUpToDate) {
  std::ifstream file("docs/fields.md", std::ios::binary);
  ASSERT_TRUE(file.good()) << "no docs/fields.md";
  const std::string kept((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(kept == FieldsDoc())
      << "docs/fields.md is not what the protos say; run\n"
         "  bazel run //tests/docs:print_fields > docs/fields.md";
}

TEST(FieldsDocTest, HasOneRowWithAMeaningForEachLeaf) {
  const std::string text = FieldsDoc();
  const auto& catalog = auth::FieldCatalog::Get();
  for (int i = 0; i < static_cast<int>(catalog.size()); ++i) {
    const std::string row = absl::StrCat("\n| `", catalog.path(i), "` | ");
    const size_t at = text.find(row);
    ASSERT_NE(at, std::string::npos) << catalog.path(i);
    EXPECT_EQ(text.find(row, at + 1), std::string::npos) << catalog.path(i);
    const std::string line =
        text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    EXPECT_FALSE(absl::EndsWith(line, "|  |")) << line;
  }
}

TEST(FieldsDocTest, SaysTheCategoryOfALeaf) {
  EXPECT_TRUE(absl::StrContains(
      FieldsDoc(),
      "| `sighting.place.admin2_code` | LOC_COARSE |  | OCHA P-code "
      "of the second level, such as `UA4612`. |"));
}

TEST(FieldsDocTest, SaysWhatElseCanBeAskedOfALeaf) {
  EXPECT_TRUE(absl::StrContains(
      FieldsDoc(), "| `identity.age` | ID_FULL | COARSEN to AGE_BAND | Age"));
}

}  // namespace
}  // namespace homeward::docs
