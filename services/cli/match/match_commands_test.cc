#include "services/cli/match/match_commands.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/cli/cli_test_kit.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

constexpr char kMap[] =
    "id = rec_id\ngiven = given\nfamily = family\n"
    "birth = born, format yyyymmdd\n";
constexpr char kLeft[] =
    "rec_id, given, family, born\n"
    "a1, Mariam, Haddad, 20120503\n"
    "a2, Yusuf, Karimi, 20100911\n"
    "a3, Olena, Shevchenko, 20140223\n";
constexpr char kRight[] =
    "rec_id;given;family;born\n"
    "b1;Haddad;Maryam;20120503\n"
    "b2;Anna;Kovalenko;20090719\n"
    "b3;Olena;Shevchenka;20140322\n";

// Runs `homeward match` with `arguments`.
Ran Match(std::vector<std::string> arguments, Format format = Format::kText) {
  std::istringstream in;
  std::ostringstream out, err;
  Context context;
  context.in = &in;
  context.out = &out;
  context.err = &err;
  context.format = format;
  CLI::App root;
  AddMatchCommands(&root, &context);
  arguments.insert(arguments.begin(), "match");
  std::reverse(arguments.begin(), arguments.end());
  root.parse(std::move(arguments));
  if (context.result.ok()) return {*context.result, out.str(), err.str()};
  context.Error(context.result.status());
  return {ExitCodeOf(context.result.status()), out.str(), err.str()};
}

class MatchCommandsTest : public ::testing::Test {
 protected:
  // The rows of a file after its header.
  std::vector<std::vector<std::string>> Rows(const std::string& name) const {
    std::vector<std::vector<std::string>> rows;
    const std::string text = folder_.Read(name);
    for (const auto line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      rows.push_back(absl::StrSplit(line, ','));
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }
  std::string Path(const std::string& name) const { return folder_.Path(name); }

  const TestFolder folder_;
  const std::string map_ = folder_.Write("columns.map", kMap);
  const std::string left_ = folder_.Write("left.csv", kLeft);
  const std::string right_ = folder_.Write("right.csv", kRight);
};

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

TEST_F(MatchCommandsTest, ABadRowIsToldWithoutItsTextAndTheRestIsDone) {
  const std::string bad = folder_.Write(
      "bad.csv", absl::StrCat(kLeft,
                              "Solomiya\n, Secret, Name, 20100101\n"
                              "a9, Sara, Lund, notaday\n"));
  const Ran ran = Match({"link", "--left", bad, "--right", right_, "--columns",
                         map_, "--output", Path("pairs.csv")});
  EXPECT_EQ(ran.code, ExitCode::kPartial);
  EXPECT_EQ(Rows("pairs.csv").size(), 2);
  for (const char* said :
       {"bad.csv:5: row left out: the row has 1 fields, and the header 4",
        "bad.csv:6: row left out: it has no id",
        "bad.csv:7: born: not a date in the format yyyymmdd",
        "2 rows were left out"}) {
    EXPECT_TRUE(absl::StrContains(ran.err, said)) << ran.err;
  }
  for (const char* secret : {"Solomiya", "Secret", "notaday"}) {
    EXPECT_FALSE(absl::StrContains(ran.err, secret)) << ran.err;
  }
}

TEST_F(MatchCommandsTest, AWrongMapOrFileWritesNothing) {
  const std::string map =
      folder_.Write("wrong.map", "id = rec_id\nname = full_name\n");
  const Ran ran = Match({"deduplicate", "--input", left_, "--columns", map,
                         "--output", Path("pairs.csv")});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_TRUE(absl::StrContains(ran.err,
                                "line 2: the file has no column \"full_name\""))
      << ran.err;
  EXPECT_EQ(Match({"deduplicate", "--input", Path("none.csv"), "--columns",
                   map_, "--output", Path("pairs.csv")})
                .code,
            ExitCode::kError);
  EXPECT_EQ(folder_.Read("pairs.csv"), "");
  EXPECT_EQ(folder_.Read("pairs.csv.part"), "");
}

TEST_F(MatchCommandsTest, NoInputIsReplacedByResults) {
  const std::string link = Path("link.csv");
  std::filesystem::create_hard_link(left_, link);
  const std::vector<std::vector<std::string>> commands = {
      {"link", "--left", left_, "--right", right_, "--output", link},
      {"link", "--left", left_, "--right", right_, "--output", right_},
      {"deduplicate", "--input", left_, "--output", left_},
      {"estimate", "--input", left_, "--output", left_},
      {"search", "--index", left_, "--queries", right_, "--output", right_},
      {"deduplicate", "--input", left_, "--output", map_}};
  for (std::vector<std::string> command : commands) {
    command.insert(command.end(), {"--columns", map_});
    const Ran ran = Match(command);
    EXPECT_EQ(ran.code, ExitCode::kUsage) << ran.err;
    EXPECT_TRUE(absl::StrContains(ran.err, "name another file")) << ran.err;
  }
  EXPECT_EQ(folder_.Read("left.csv"), kLeft);
  EXPECT_EQ(folder_.Read("right.csv"), kRight);
  EXPECT_EQ(folder_.Read("columns.map"), kMap);
}

// Its first line is a person then.
TEST_F(MatchCommandsTest, AFileWithoutAHeaderIsNotRepeated) {
  const std::string bare =
      folder_.Write("bare.csv", "a1, Mariam, Haddad, 20120503\n");
  const Ran ran = Match({"deduplicate", "--input", bare, "--columns", map_,
                         "--output", Path("pairs.csv")});
  EXPECT_TRUE(absl::StrContains(ran.err, "no column \"rec_id\" among its 4"))
      << ran.err;
  EXPECT_FALSE(absl::StrContains(ran.err, "Mariam")) << ran.err;
}

TEST_F(MatchCommandsTest, AFileThatCantBeReadSaysWhy) {
  const Ran ran = Match({"deduplicate", "--input", Path("none.csv"),
                         "--columns", map_, "--output", Path("pairs.csv")});
  EXPECT_TRUE(absl::StrContains(ran.err, "No such file")) << ran.err;
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
