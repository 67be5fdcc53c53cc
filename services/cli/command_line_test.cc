// The command line as a whole: examples, exit codes, and what it never says.

#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/command.h"
#include "services/cli/help_format.h"
#include "services/rpc/program_version.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "Zorvanika";

// Every command that does something, with its words.
void Leaves(const CLI::App* command, const std::string& words,
            std::vector<std::pair<std::string, const CLI::App*>>& leaves) {
  const auto children = command->get_subcommands(nullptr);
  if (children.empty()) leaves.emplace_back(words, command);
  for (const CLI::App* child : children) {
    Leaves(child, absl::StrCat(words, " ", child->get_name()), leaves);
  }
}

// The arguments of an example, without what the shell takes.
std::vector<std::string> ArgumentsOf(const std::string& example) {
  std::vector<std::string> words = absl::StrSplit(
      example.substr(0, example.find(" < ")), ' ', absl::SkipEmpty());
  words.erase(words.begin());
  return words;
}

// Reads a command line without doing it; empty when it can be read.
std::string ParseOnly(const std::vector<std::string>& arguments) {
  std::ostringstream err;
  std::ostringstream out;
  Context context;
  context.err = &err;
  context.out = &out;
  context.parse_only = true;
  context.now = TestNow;
  RunCommandLine(arguments, &context);
  return err.str();
}

TEST(CommandLineTest, EveryCommandHasTwoExamplesThatCanBeRead) {
  CLI::App root;
  Context context;
  AddEverything(&root, &context);
  std::vector<std::pair<std::string, const CLI::App*>> leaves;
  Leaves(&root, "homeward", leaves);
  ASSERT_GT(leaves.size(), 40);
  for (const auto& [words, command] : leaves) {
    const std::vector<std::string> examples = ExamplesOf(*command);
    EXPECT_GE(examples.size(), 2) << words;
    for (const std::string& example : examples) {
      EXPECT_TRUE(absl::StartsWith(example, words)) << example;
      EXPECT_EQ(ParseOnly(ArgumentsOf(example)), "") << example;
    }
  }
}

// What changes something tells beforehand what it would do. The others only
// read, print or write what they are told to; `sign-out` ends what `sign-in`
// began.
TEST(CommandLineTest, WhateverChangesSomethingHasADryRun) {
  const std::set<std::string> others = {"answers list",
                                        "answers show",
                                        "audit verify",
                                        "break-glass list",
                                        "case withdrawals",
                                        "certificate verify",
                                        "child erasures",
                                        "child seen",
                                        "completion",
                                        "consent revocations",
                                        "directory show",
                                        "doctor",
                                        "explain",
                                        "health",
                                        "locate",
                                        "lockout list",
                                        "match deduplicate",
                                        "match estimate",
                                        "match link",
                                        "match names",
                                        "match normalize",
                                        "match score",
                                        "match search",
                                        "matches list",
                                        "mou check",
                                        "mou decide",
                                        "mou diff",
                                        "mou explain",
                                        "mou list",
                                        "mou prove",
                                        "mou render",
                                        "mou replay",
                                        "notices list",
                                        "photo save",
                                        "recording save",
                                        "show",
                                        "sign-out",
                                        "statistics",
                                        "status",
                                        "wellbeing"};
  CLI::App root;
  Context context;
  AddEverything(&root, &context);
  std::vector<std::pair<std::string, const CLI::App*>> leaves;
  Leaves(&root, "", leaves);
  size_t without = 0;
  for (const auto& [words, command] : leaves) {
    const bool has = command->get_option_no_throw("--dry-run") != nullptr;
    EXPECT_NE(has, others.count(words.substr(1)) == 1) << words;
    if (!has) ++without;
  }
  EXPECT_EQ(without, others.size());
}

TEST(CommandLineTest, WhatCannotBeTakenBackIsTypedTwice) {
  CLI::App root;
  Context context;
  AddEverything(&root, &context);
  for (const auto& [group, name] :
       std::vector<std::pair<std::string, std::string>>{
           {"mou", "suspend"},
           {"mou", "terminate"},
           {"child", "erase"},
           {"federation", "remove"}}) {
    const CLI::App* command = root.get_subcommand(group)->get_subcommand(name);
    EXPECT_NE(command->get_option_no_throw("--confirm"), nullptr) << name;
  }
}

// `mou sign --out` has one value and `--key` may be repeated: neither takes the
// file that follows.
TEST(CommandLineTest, AnOptionThatMayBeRepeatedLeavesTheNextWordAlone) {
  CLI::App root;
  Context context;
  AddEverything(&root, &context);
  std::vector<std::pair<std::string, const CLI::App*>> leaves;
  Leaves(&root, "homeward", leaves);
  int repeated = 0;
  for (const auto& [words, command] : leaves) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_positional()) continue;
      EXPECT_FALSE(option->get_allow_extra_args())
          << words << " " << option->get_name();
      if (option->get_items_expected_max() > 1) ++repeated;
    }
  }
  EXPECT_GE(repeated, 5);
  EXPECT_EQ(ParseOnly({"federation", "admit", "--key", "a.pem", "--key",
                       "b.pem", "member.textproto"}),
            "");
}

TEST(CommandLineTest, HelpGoesToTheOutputAndEndsWell) {
  const Ran ran = Homeward({"locate", "--help"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.out, HasSubstr("Examples:"));
  EXPECT_EQ(ran.err, "");
  // As people type it, without the numbers that stand for it within.
  EXPECT_THAT(Homeward({"--help"}).out,
              HasSubstr("-o,--output FORMAT          How data is written"));
}

// Checks the help of `command` and of all below.
void ExpectNarrowHelp(const CLI::App& command) {
  for (const absl::string_view line : absl::StrSplit(command.help(), '\n')) {
    EXPECT_LE(line.size(), kHelpColumns) << command.get_name() << ": " << line;
  }
  for (const CLI::App* below : command.get_subcommands(nullptr)) {
    ExpectNarrowHelp(*below);
  }
}

TEST(CommandLineTest, EveryHelpFitsEightyColumns) {
  CLI::App root;
  Context context;
  AddEverything(&root, &context);
  ExpectNarrowHelp(root);
}

TEST(CommandLineTest, TheVersionNeedsNoCommand) {
  const std::string version = rpc::kProgramVersion;
  for (const auto& line : std::vector<std::vector<std::string>>{
           {"--version"}, {"status", "--version"}}) {
    const Ran ran = Homeward(line);
    EXPECT_EQ(ran.code, ExitCode::kOk);
    EXPECT_EQ(ran.out, absl::StrCat("homeward ", version, "\n"));
    EXPECT_EQ(ran.err, "");
  }
  for (const char* format : {"json", "ndjson"}) {
    EXPECT_EQ(Homeward({"--version", "-o", format}).out,
              absl::StrCat("{\"name\":\"homeward\",\"version\":\"", version,
                           "\"}\n"));
  }
}

TEST(CommandLineTest, WrongCommandLinesEndInUsage) {
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"nothing"},
      {"locate"},
      {"locate", "--purpose"},
      {"locate", "--purpose", "treat", "a", "b"},
      {"-o", "xml", "status"},
      {"sign-in", "--as", "anna-4", "--role", "cp.caseworker", "--minutes",
       "60"},
      {"certificate"},
      {"status"}};
  for (const auto& line : lines) {
    const Ran ran = Homeward(line);
    EXPECT_EQ(ran.code, ExitCode::kUsage) << absl::StrJoin(line, " ");
    EXPECT_THAT(ran.err, HasSubstr("HW-CLI-001"));
    EXPECT_EQ(ran.out, "");
  }
}

TEST(CommandLineTest, ANameInAFlagIsRefusedAndNotRepeated) {
  for (const char* command : {"locate", "wellbeing"}) {
    for (const char* flag :
         {"--name", "--birth-year", "--born", "--unhcr", "--phone"}) {
      const Ran ran = Homeward({command, "--purpose", "treat", flag, kCanary});
      EXPECT_EQ(ran.code, ExitCode::kUsage) << flag;
      EXPECT_THAT(ran.err, HasSubstr("history"));
      EXPECT_THAT(ran.err, Not(HasSubstr(kCanary)));
    }
  }
}

TEST(CommandLineTest, WhatIsNotKnownIsNotRepeated) {
  for (const auto& line : std::vector<std::vector<std::string>>{
           {"locate", "--purpose", "treat", "file", kCanary},
           {"locate", "--purpose", kCanary, "file"},
           {"status", kCanary},
           {"locate", "--peer-timeout-ms", kCanary},
           {"locate", absl::StrCat("--", kCanary)}}) {
    const Ran ran = Homeward(line);
    EXPECT_EQ(ran.code, ExitCode::kUsage);
    EXPECT_THAT(ran.err, Not(HasSubstr(kCanary)));
  }
}

TEST(CommandLineTest, ErrorsAreJsonForPrograms) {
  const Ran ran = Homeward({"-o", "json", "status"});
  EXPECT_THAT(ran.err, HasSubstr("\"code\":\"HW-CLI-001\""));
}

TEST(CommandLineTest, CompletionKnowsCommandsFlagsAndCodes) {
  EXPECT_EQ(Homeward({"__complete", "--", "mou", "s"}).out,
            "sign\nsuspend\nstate\n");
  EXPECT_EQ(
      Homeward({"__complete", "--", "locate", "--purpose", "missing"}).out,
      "missing-search\n");
  EXPECT_EQ(Homeward({"__complete", "--", "locate", "--rec"}).out,
            "--record\n");
  EXPECT_EQ(Homeward({"__complete", "--", "-o", ""}).out,
            "text\njson\nndjson\n");
  EXPECT_EQ(Homeward({"__complete", "--", "statistics", "m"}).out, "missing\n");
  EXPECT_EQ(Homeward({"__complete", "--", "statistics", "s"}).out,
            "screening\n");
}

TEST(CommandLineTest, CompletionOffersNoCommandInThePlaceOfAValue) {
  EXPECT_EQ(Homeward({"__complete", "--", "--home", ""}).out, "");
  EXPECT_EQ(Homeward({"__complete", "--", "--address", "st"}).out, "");
  EXPECT_EQ(Homeward({"__complete", "--", "--home", "mou", "stat"}).out,
            "status\nstatistics\n");
  EXPECT_EQ(Homeward({"__complete", "--", "--plain", "stati"}).out,
            "statistics\n");
  EXPECT_EQ(Homeward({"__complete", "--", "locate", "--category", "loc"}).out,
            "loc-coarse\nloc-exact\n");
  EXPECT_EQ(Homeward({"__complete", "--", "completion", ""}).out,
            "bash\nzsh\nfish\n");
}

// Without a node nobody knows, and nobody is told so while typing.
TEST(CommandLineTest, CompletionWithoutANodeIsSilent) {
  for (const char* word : {"suspend", "resume", "terminate", "countersign"}) {
    const Ran ran = Homeward({"__complete", "--", "mou", word, ""});
    EXPECT_EQ(ran.out, "") << word;
    EXPECT_EQ(ran.err, "") << word;
  }
}

TEST(CommandLineTest, TheTablesOfCountsAreListedWithoutANode) {
  EXPECT_THAT(Homeward({"statistics", "--list"}).out,
              HasSubstr("registrations: children"));
  EXPECT_THAT(Homeward({"-o", "json", "statistics", "--list"}).out,
              HasSubstr("{\"tables\":[{\"name\":\"registrations\","));
  const Ran ran = Homeward({"statistics", kCanary});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("one of: registrations"));
  EXPECT_THAT(ran.err, Not(HasSubstr(kCanary)));
}

TEST(CommandLineTest, CompletionNeverNamesAChildNorItsFlags) {
  EXPECT_EQ(Homeward({"__complete", "--", "locate", "--record", ""}).out, "");
  EXPECT_EQ(Homeward({"__complete", "--", "show", ""}).out, "");
  EXPECT_EQ(Homeward({"__complete", "--", "locate", "--nam"}).out, "");
  EXPECT_EQ(Homeward({"__complete", "--", "__com"}).out, "");
}

TEST(CommandLineTest, EachShellHasAnAdaptor) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Ran ran = Homeward({"completion", shell});
    EXPECT_EQ(ran.code, ExitCode::kOk);
    EXPECT_THAT(ran.out, HasSubstr("homeward __complete --"));
  }
  EXPECT_EQ(Homeward({"completion", "csh"}).code, ExitCode::kUsage);
}

TEST(CommandLineTest, ProgramsGetTheAdaptorAsJson) {
  EXPECT_THAT(Homeward({"-o", "json", "completion", "zsh"}).out,
              HasSubstr("{\n  \"shell\": \"zsh\",\n  \"script\": \"#compdef "));
  const std::string line = Homeward({"-o", "ndjson", "completion", "fish"}).out;
  EXPECT_THAT(line, HasSubstr("{\"shell\":\"fish\",\"script\":\"complete -c "));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

}  // namespace
}  // namespace homeward::cli
