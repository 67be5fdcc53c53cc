#include "services/cli/match/file_faults.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/person_rows.h"

namespace homeward::cli {
namespace {

class FileFaultsTest : public ::testing::Test {
 protected:
  // The next row of a file whose header is on line 1.
  void Add(const std::string& id, BirthCell birth) {
    PersonRow row;
    row.id = id;
    row.birth = birth;
    faults_.Add(++line_, row);
  }
  std::string ErrorOf(int64_t least) const {
    return std::string(faults_.CheckBirths(least).message());
  }

  const std::vector<std::string> header_ = {"i", "geboren"};
  const std::vector<BoundColumn> columns_ = *BindColumns(
      *ParseColumnMap("id = i\nbirth = born | geboren, format yyyymmdd\n"),
      header_);
  FileFaults faults_{columns_, header_};
  int64_t line_ = 1;
};

TEST_F(FileFaultsTest, AGoodFileHasNone) {
  Add("a", BirthCell::kRead);
  Add("b", BirthCell::kEmpty);
  EXPECT_TRUE(faults_.CheckBirths(1).ok());
  EXPECT_TRUE(faults_.ToLines().empty());
}

TEST_F(FileFaultsTest, AnIdThatComesAgainIsToldByItsLines) {
  for (const char* id : {"a", "secret", "b", "secret", "secret"}) {
    Add(id, BirthCell::kEmpty);
  }
  ASSERT_EQ(faults_.ToLines().size(), 1);
  const std::string line = faults_.ToLines()[0];
  EXPECT_TRUE(absl::StrContains(line, "2 rows (lines 5 and 6)")) << line;
  EXPECT_FALSE(absl::StrContains(line, "secret")) << line;
}

TEST_F(FileFaultsTest, ABirthInAnotherFormatIsToldWithItsColumn) {
  Add("a", BirthCell::kRead);
  Add("b", BirthCell::kNotInFormat);
  EXPECT_TRUE(faults_.CheckBirths(1).ok());
  ASSERT_EQ(faults_.ToLines().size(), 1);
  const std::string line = faults_.ToLines()[0];
  for (const char* said : {"geboren", "yyyymmdd", "1 row (line 3)", "empty"}) {
    EXPECT_TRUE(absl::StrContains(line, said)) << line;
  }
}

TEST_F(FileFaultsTest, ThatNoBirthIsInTheFormatIsAnErrorOnceThereAreEnough) {
  Add("a", BirthCell::kNotInFormat);
  Add("b", BirthCell::kEmpty);
  EXPECT_EQ(ErrorOf(2), "");
  Add("c", BirthCell::kNotInFormat);
  for (const char* said : {"\"geboren\"", "yyyymmdd", "2 rows (lines 2 and 4)",
                           "`birth = geboren, format dd/mm/yyyy`"}) {
    EXPECT_TRUE(absl::StrContains(ErrorOf(2), said)) << ErrorOf(2);
  }
  Add("d", BirthCell::kRead);
  EXPECT_EQ(ErrorOf(1), "");
}

TEST_F(FileFaultsTest, AFileWithoutBirthsIsNoError) {
  Add("a", BirthCell::kEmpty);
  EXPECT_EQ(ErrorOf(1), "");
}

}  // namespace
}  // namespace homeward::cli
