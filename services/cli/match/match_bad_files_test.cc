#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/exit_code.h"
#include "services/cli/match/match_test_kit.h"

// What `homeward match` does with files that are not as they should be.

namespace homeward::cli {
namespace {

using MatchBadFilesTest = MatchTest;

TEST_F(MatchBadFilesTest, ABadRowIsToldWithoutItsTextAndTheRestIsDone) {
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
        "bad.csv: born: not a birth in the format yyyymmdd, so it counts as "
        "missing: 1 row (line 7)",
        "2 rows were left out"}) {
    EXPECT_TRUE(absl::StrContains(ran.err, said)) << ran.err;
  }
  for (const char* secret : {"Solomiya", "Secret", "notaday"}) {
    EXPECT_FALSE(absl::StrContains(ran.err, secret)) << ran.err;
  }
}

TEST_F(MatchBadFilesTest, IdsThatComeTwiceAreToldAndAllIsDone) {
  const std::string twice =
      folder_.Write("twice.csv", absl::StrCat(kLeft,
                                              "secret, Sara, Lund, 20110101\n"
                                              "secret, Nur, Ali, 20090817\n"));
  const Ran ran = Match({"link", "--left", twice, "--right", right_,
                         "--columns", map_, "--output", Path("pairs.csv")});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_EQ(Rows("pairs.csv").size(), 2);
  EXPECT_TRUE(absl::StrContains(
      ran.err, "twice.csv: an id that an earlier row has: 1 row (line 6)"))
      << ran.err;
  EXPECT_FALSE(absl::StrContains(ran.err, "secret")) << ran.err;
}

TEST_F(MatchBadFilesTest, BirthsInAnotherFormatThanTheMapSaysAreAnError) {
  const std::string other = folder_.Write(
      "other.csv",
      "rec_id,given,family,born\nc1,Sara,Lund,03.05.2012\nc2,Nur,Ali,\n");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"link", "--left", other, "--right", right_},
        {"link", "--left", left_, "--right", other},
        {"deduplicate", "--input", other},
        {"search", "--index", left_, "--queries", other}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(),
                     {"--columns", map_, "--output", Path("pairs.csv")});
    const Ran ran = Match(arguments);
    EXPECT_EQ(ran.code, ExitCode::kError) << ran.err;
    for (const char* said : {"other.csv", "\"born\"", "format yyyymmdd",
                             "1 row (line 2)", "birth = born, format"}) {
      EXPECT_TRUE(absl::StrContains(ran.err, said)) << ran.err;
    }
    EXPECT_FALSE(absl::StrContains(ran.err, "03.05")) << ran.err;
  }
  EXPECT_EQ(folder_.Read("pairs.csv"), "");
}

TEST_F(MatchBadFilesTest, AWrongMapOrFileWritesNothing) {
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

TEST_F(MatchBadFilesTest, NoInputIsReplacedByResults) {
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
TEST_F(MatchBadFilesTest, AFileWithoutAHeaderIsNotRepeated) {
  const std::string bare =
      folder_.Write("bare.csv", "a1, Mariam, Haddad, 20120503\n");
  const Ran ran = Match({"deduplicate", "--input", bare, "--columns", map_,
                         "--output", Path("pairs.csv")});
  EXPECT_TRUE(absl::StrContains(ran.err, "no column \"rec_id\" among its 4"))
      << ran.err;
  EXPECT_FALSE(absl::StrContains(ran.err, "Mariam")) << ran.err;
}

TEST_F(MatchBadFilesTest, AFileThatCantBeReadSaysWhy) {
  const Ran ran = Match({"deduplicate", "--input", Path("none.csv"),
                         "--columns", map_, "--output", Path("pairs.csv")});
  EXPECT_TRUE(absl::StrContains(ran.err, "No such file")) << ran.err;
}

}  // namespace
}  // namespace homeward::cli
