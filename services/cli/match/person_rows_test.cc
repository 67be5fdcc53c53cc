#include "services/cli/match/person_rows.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/cli/match/column_map.h"

namespace homeward::cli {
namespace {

PersonRow Read(const std::string& map, const std::vector<std::string>& header,
               const std::vector<std::string>& fields) {
  const auto columns = BindColumns(*ParseColumnMap(map), header);
  EXPECT_TRUE(columns.ok()) << columns.status();
  return ReadPerson(*columns, Row{1, fields});
}

constexpr char kMap[] =
    "id = i\ngiven = g\nfamily = f\nbirth = b, format yyyymmdd\nsex = s\n"
    "suburb = u\n";
const std::vector<std::string>& Header() {
  static const auto* const header =
      new std::vector<std::string>{"i", "g", "f", "b", "s", "u"};
  return *header;
}

TEST(ReadPersonTest, ReadsEveryField) {
  const PersonRow row = Read(
      kMap, Header(), {" 7 ", "Mariam", "Yusuf", "20120503", "F", "St. James"});
  EXPECT_EQ(row.id, "7");
  ASSERT_EQ(row.person.name.words.size(), 2);
  EXPECT_EQ(row.person.name.words[1].tag, matching::NameTag::kFamily);
  EXPECT_EQ(row.person.birth->year, 2012);
  EXPECT_EQ(row.person.sex, matching::Sex::kFemale);
  EXPECT_EQ(row.person.text(matching::TextField::kSuburb), "st james");
  EXPECT_TRUE(row.problems.empty());
}

TEST(ReadPersonTest, EmptyFieldsAreMissingAndNoProblem) {
  const PersonRow row = Read(kMap, Header(), {"7", "", "", "", "", ""});
  EXPECT_TRUE(row.person.name.words.empty());
  EXPECT_FALSE(row.person.birth.has_value());
  EXPECT_EQ(row.birth, BirthCell::kEmpty);
  EXPECT_EQ(row.person.sex, matching::Sex::kUnknown);
  EXPECT_TRUE(row.problems.empty());
}

TEST(ReadPersonTest, AWordForANameThatNobodyKnowsIsNoName) {
  const auto words = [](const char* given) {
    return Read(kMap, Header(), {"7", given, "", "", "", ""})
        .person.name.words.size();
  };
  for (const char* none : {"UNKNOWN", "n/a", "None", "not known", "NULL"}) {
    EXPECT_EQ(words(none), 0) << none;
  }
  for (const char* name : {"Na", "Nil", "Null", "Nan"}) {
    EXPECT_EQ(words(name), 1) << name;
  }
}

TEST(ReadPersonTest, ABirthIsEmptyReadOrNotInTheFormat) {
  const auto cell = [](const char* birth) {
    return Read(kMap, Header(), {"7", "", "", birth, "", ""}).birth;
  };
  for (const char* read : {"20120503", "2012", "~2012", "20120533"}) {
    EXPECT_EQ(cell(read), BirthCell::kRead) << read;
  }
  for (const char* empty :
       {"", "N/A", "unknown", "00000000", "0", "-", "99999999", "9999"}) {
    EXPECT_EQ(cell(empty), BirthCell::kEmpty) << empty;
  }
  for (const char* other : {"2012-05-03", "May 12", "7", "abc"}) {
    EXPECT_EQ(cell(other), BirthCell::kNotInFormat) << other;
  }
}

TEST(ReadPersonTest, ABadValueIsToldWithoutItAndTheRestIsRead) {
  const PersonRow row =
      Read(kMap, Header(), {"7", "Mariam", "Yusuf", "May 12", "girly", "x"});
  EXPECT_FALSE(row.person.birth.has_value());
  EXPECT_EQ(row.person.name.words.size(), 2);
  EXPECT_EQ(row.birth, BirthCell::kNotInFormat);
  EXPECT_EQ(row.problems,
            std::vector<std::string>{"s: not a sex; see docs/matching.md"});
}

TEST(ReadPersonTest, ADayThatIsNoneIsToldAndCompared) {
  const PersonRow row =
      Read(kMap, Header(), {"7", "Mariam", "Yusuf", "20120533", "", ""});
  EXPECT_TRUE(row.person.birth->impossible);
  EXPECT_EQ(row.problems.size(), 1);
}

}  // namespace
}  // namespace homeward::cli
