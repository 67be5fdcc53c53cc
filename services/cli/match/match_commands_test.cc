#include "services/cli/match/match_commands.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/cli/cli_test_kit.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/match/match_test_kit.h"

namespace homeward::cli {
namespace {

using MatchCommandsTest = MatchTest;

TEST_F(MatchCommandsTest, LinksTwoFiles) {
  const Ran ran = Match({"link", "--left", left_, "--right", right_,
                         "--columns", map_, "--output", Path("pairs.csv")});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const auto rows = Rows("pairs.csv");
  ASSERT_EQ(rows.size(), 2) << folder_.Read("pairs.csv");
  EXPECT_EQ(rows[0][0] + rows[0][1], "a1b1");
  EXPECT_EQ(rows[1][0] + rows[1][1], "a3b3");
  double probability = 0;
  ASSERT_TRUE(absl::SimpleAtod(rows[0][2], &probability));
  EXPECT_GT(probability, 0.5);
  EXPECT_LT(probability, 1);
  EXPECT_TRUE(absl::StartsWith(folder_.Read("pairs.csv"),
                               "left_id,right_id,probability,score\n"));
}

TEST_F(MatchCommandsTest, TheFloorLeavesOutWhatIsLessLikely) {
  Match({"link", "--left", left_, "--right", right_, "--columns", map_,
         "--output", Path("pairs.csv"), "--floor", "1"});
  EXPECT_TRUE(Rows("pairs.csv").empty());
}

TEST_F(MatchCommandsTest, DeduplicatesOneFile) {
  const std::string all = folder_.Write(
      "all.csv", absl::StrCat(kLeft, "a4, Maryam, Hadad, 20120503\n"));
  const Ran ran = Match(
      {"deduplicate", "--input", all, "--columns", map_, "--output", "-"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const std::vector<std::string> lines =
      absl::StrSplit(ran.out, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 2) << ran.out;
  EXPECT_TRUE(absl::StartsWith(lines[1], "a1,a4,"));
}

TEST_F(MatchCommandsTest, SearchRanksAndTellsHowLongItTook) {
  const Ran ran =
      Match({"search", "--index", left_, "--queries", right_, "--columns", map_,
             "--top", "1", "--output", Path("found.csv")});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const auto rows = Rows("found.csv");
  ASSERT_GE(rows.size(), 2);
  EXPECT_EQ(rows[0][0] + rows[0][1] + rows[0][2], "b11a1");
  for (const char* said : {"3 records", "p50", "p95", "p99", "a second"}) {
    EXPECT_TRUE(absl::StrContains(ran.err, said)) << ran.err;
  }
}

// As docs/matching.md has it.
TEST_F(MatchCommandsTest, TheExampleOfTheDocumentation) {
  const std::string map =
      folder_.Write("example.map",
                    "id          = id | no\n"
                    "name        = name | person\n"
                    "birth       = born | date of birth, format yyyy-mm-dd\n"
                    "nationality = nationality | citizenship\n"
                    "place       = from | town\n");
  const std::string clinic =
      folder_.Write("clinic.csv",
                    "id,name,born,nationality,from\n"
                    "c1,Solomiya Melnyk,2014-05-03,UA,Kharkiv\n"
                    "c2,Yusuf Karimi,2010-09-11,AFG,Herat\n"
                    "c3,Mariam Haddad,2012-05-03,SYR,Aleppo\n");
  const std::string border =
      folder_.Write("border.csv",
                    "no;person;date of birth;citizenship;town\n"
                    "b1;Мельник Соломія;2014-05-03;Україна;Харків\n"
                    "b2;Anna Kovalenko;2009-07-19;Ukraine;Lviv\n"
                    "b3;Haddad Maryam;2012-03-05;Syria;Aleppo\n");
  const Ran ran =
      Match({"link", "--left", clinic, "--right", border, "--columns", map,
             "--expected", "10000", "--output", Path("pairs.csv")});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const auto rows = Rows("pairs.csv");
  ASSERT_EQ(rows.size(), 2) << folder_.Read("pairs.csv");
  EXPECT_EQ(rows[0][0] + rows[0][1], "c1b1");
  EXPECT_EQ(rows[1][0] + rows[1][1], "c3b3");
  for (const auto& row : rows) {
    EXPECT_TRUE(absl::StartsWith(row[2], "0.9998") ||
                absl::StartsWith(row[2], "0.9999"))
        << row[2];
  }
}

TEST_F(MatchCommandsTest, ScoreShowsEvidenceThatSumsToTheScore) {
  const std::string one = folder_.Write(
      "one.csv", "id,name,birth,suburb\n1,Mariam Haddad,2012-05-03,Rowville\n");
  const std::string other = folder_.Write(
      "other.csv", "id,name,birth,phone\n2,Maryam Hadad,2012-03-05,123456\n");
  const Ran ran =
      Match({"score", "--left", one, "--right", other}, Format::kJson);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  double sum = 0;
  for (const auto& evidence : json["evidence"]) {
    sum += evidence["weight"].get<double>();
  }
  EXPECT_DOUBLE_EQ(sum, json["score"].get<double>());
  const Ran shown = Match({"score", "--left", one, "--right", other});
  for (const char* said :
       {"prior", "mariam | maryam", "day and month swapped", "probability"}) {
    EXPECT_TRUE(absl::StrContains(shown.out, said)) << shown.out;
  }
  EXPECT_FALSE(absl::StrContains(shown.out, "suburb")) << shown.out;
}

TEST_F(MatchCommandsTest, ResultsAreForTheirOwnerAlone) {
  Match({"deduplicate", "--input", left_, "--columns", map_, "--output",
         Path("pairs.csv")});
  EXPECT_EQ(
      std::filesystem::status(Path("pairs.csv")).permissions(),
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace homeward::cli
