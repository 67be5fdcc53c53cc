#include "services/cli/match/person_file.h"

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/context.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/person_rows.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::StatusIs;

class PersonFileTest : public ::testing::Test {
 protected:
  PersonFileTest() {
    context_.in = &in_;
    context_.err = &err_;
  }

  absl::StatusOr<std::unique_ptr<PersonFile>> Open(const std::string& text) {
    in_.clear();
    in_.str(absl::StrCat("id,name,birth\n", text));
    return PersonFile::Open(&context_, "-", std::optional<ColumnMap>());
  }

  std::istringstream in_;
  std::ostringstream err_;
  Context context_;
};

// `count` rows with this birth.
std::string RowsWith(const std::string& birth, int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&rows, birth, i, ",Mariam Haddad,", birth, "\n");
  }
  return rows;
}

TEST_F(PersonFileTest, GivesAllRowsInTheirOrderHoweverManyAreAskedFor) {
  const auto file = Open(RowsWith("", 5000));
  ASSERT_OK(file);
  int next = 0;
  while (true) {
    const std::vector<PersonRow> rows = (*file)->Next(3000, /*threads=*/2);
    if (rows.empty()) break;
    EXPECT_LE(rows.size(), 3000);
    for (const PersonRow& row : rows) EXPECT_EQ(row.id, absl::StrCat(next++));
  }
  EXPECT_EQ(next, 5000);
  EXPECT_OK((*file)->Finish());
  EXPECT_EQ(err_.str(), "");
}

TEST_F(PersonFileTest, ManyRowsWithoutAnIdAreNotTheEnd) {
  std::string rows;
  for (int i = 0; i < 5000; ++i) absl::StrAppend(&rows, ",Mariam Haddad,\n");
  const auto file = Open(absl::StrCat(rows, "last,Mariam Haddad,\n"));
  ASSERT_OK(file);
  const std::vector<PersonRow> kept = (*file)->Next(100, /*threads=*/1);
  ASSERT_EQ(kept.size(), 1);
  EXPECT_EQ(kept[0].id, "last");
  EXPECT_EQ((*file)->left_out(), 5000);
}

TEST_F(PersonFileTest, AWrongFormatOfBirthsIsSeenInTheFirstRows) {
  for (const int rows : {1, 5000}) {
    const auto file = Open(RowsWith("03/05/2012", rows));
    EXPECT_THAT(file, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_TRUE(absl::StrContains(file.status().message(),
                                  "\"birth\" has no birth in the format"))
        << file.status();
  }
}

TEST_F(PersonFileTest, AWrongFormatFurtherDownIsSeenAtTheEnd) {
  const auto file =
      Open(absl::StrCat(RowsWith("", 5000), RowsWith("03/05/2012", 2)));
  ASSERT_OK(file);
  while (!(*file)->Next(4096, /*threads=*/1).empty()) {
  }
  EXPECT_THAT((*file)->Finish(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(PersonFileTest, OneBirthInTheFormatIsEnoughToGoOn) {
  const auto file =
      Open(absl::StrCat("a,Sara Lund,2012\n", RowsWith("03/05/2012", 5000)));
  ASSERT_OK(file);
  while (!(*file)->Next(4096, /*threads=*/1).empty()) {
  }
  EXPECT_OK((*file)->Finish());
  EXPECT_TRUE(absl::StrContains(err_.str(), "5000 rows (lines 3, 4"))
      << err_.str();
}

}  // namespace
}  // namespace homeward::cli
