#include "services/cli/match/column_map.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

using matching::BirthCalendar;
using matching::TextField;

std::string ErrorOf(const std::string& text) {
  return std::string(ParseColumnMap(text).status().message());
}

TEST(ColumnMapTest, SaysWhichColumnHoldsWhat) {
  const auto map = ParseColumnMap(
      "# FEBRL\n"
      "id = rec_id\n"
      "given = given_name | first name\n"
      "\n"
      "birth = born, format dd/mm/yyyy, calendar ethiopian\n"
      "suburb = suburb\r\n");
  ASSERT_TRUE(map.ok()) << map.status();
  ASSERT_EQ(map->columns.size(), 4);
  EXPECT_EQ(map->columns[1].kind, ColumnKind::kGiven);
  EXPECT_EQ(map->columns[1].names,
            (std::vector<std::string>{"given_name", "first name"}));
  EXPECT_EQ(map->columns[2].birth.pattern, "dd/mm/yyyy");
  EXPECT_EQ(map->columns[2].birth.calendar, BirthCalendar::kEthiopian);
  EXPECT_EQ(map->columns[3].text, TextField::kSuburb);
}

TEST(ColumnMapTest, AnErrorNamesTheLineAndWhatIsWrong) {
  EXPECT_TRUE(absl::StrContains(ErrorOf("id = a\nsurname = b\n"),
                                "line 2: no field is called \"surname\""));
  EXPECT_TRUE(absl::StrContains(ErrorOf("id rec\n"), "line 1"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("id = a\nname =\n"), "line 2"));
  EXPECT_TRUE(
      absl::StrContains(ErrorOf("id = a\nname = b\nname = c\n"), "twice"));
  EXPECT_TRUE(
      absl::StrContains(ErrorOf("id = a\nbirth = b, format dd-mm\n"), "yyyy"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("id = a\nbirth = b, calendar julian\n"),
                                "hijri"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("id = a\nname = b, format yyyy\n"),
                                "only birth"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("name = a\n"), "id"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("id = a\n"), "nothing to compare"));
}

TEST(BindColumnsTest, TakesTheFirstNameThatTheFileHas) {
  const auto map = ParseColumnMap("id = id\nname = full | naam\n");
  const auto bound = BindColumns(*map, {"naam", "x", "id"});
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ((*bound)[0].at, 2);
  EXPECT_EQ((*bound)[1].at, 0);
}

TEST(BindColumnsTest, SaysWhichColumnTheFileLacksAndRepeatsNone) {
  const auto map = ParseColumnMap("id = id\nname = full | naam\n");
  const auto bound = BindColumns(*map, {"id", "voornaam"});
  ASSERT_FALSE(bound.ok());
  for (const char* said : {"line 2", "\"full\" or \"naam\"", "among its 2"}) {
    EXPECT_TRUE(absl::StrContains(bound.status().message(), said)) << said;
  }
  // In a file without a header they are a person.
  EXPECT_FALSE(absl::StrContains(bound.status().message(), "voornaam"));
}

TEST(MapByFieldNamesTest, TakesColumnsThatAreCalledAsFields) {
  const auto map = MapByFieldNames({"id", "notes", "family", "postcode"});
  ASSERT_TRUE(map.ok());
  ASSERT_EQ(map->columns.size(), 3);
  EXPECT_EQ(map->columns[1].kind, ColumnKind::kFamily);
  EXPECT_FALSE(MapByFieldNames({"notes"}).ok());
}

}  // namespace
}  // namespace homeward::cli
