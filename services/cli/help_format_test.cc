#include "services/cli/help_format.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/command.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;

TEST(HelpFormatTest, LinesAreBrokenAtTheLastSpaceThatFits) {
  EXPECT_EQ(BrokenLines("one two three", 13), "one two three");
  EXPECT_EQ(BrokenLines("one two three", 12), "one two\nthree");
  EXPECT_EQ(BrokenLines("one two three", 7), "one two\nthree");
  EXPECT_EQ(BrokenLines("one two three", 6), "one\ntwo\nthree");
  EXPECT_EQ(BrokenLines("one\n\ntwo three\n", 6), "one\n\ntwo\nthree\n");
}

TEST(HelpFormatTest, AWordIsNeverBroken) {
  EXPECT_EQ(BrokenLines("a abcdefgh b", 4), "a\nabcdefgh\nb");
}

TEST(HelpFormatTest, TheEndOfALineFitsToo) {
  EXPECT_EQ(BrokenLines("  one two three", 11, " \\", "  "),
            "  one two \\\n    three");
  EXPECT_EQ(BrokenLines("  one two three", 10, " \\", "  "),
            "  one \\\n    two \\\n    three");
}

TEST(HelpFormatTest, ALongExampleGoesOnAsAShellTakesIt) {
  CLI::App root;
  root.formatter(std::make_shared<HelpFormat>());
  const std::string word(40, 'a');
  const std::string example = "homeward do " + word + " " + word;
  const CLI::App* command = AddCommand(&root, "do", "About", {example});
  EXPECT_THAT(command->help(),
              HasSubstr("\n  homeward do " + word + " \\\n    " + word + "\n"));
  EXPECT_THAT(ExamplesOf(*command), ::testing::ElementsAre(example));
}

TEST(HelpFormatTest, TheUsageIsTheWholeCommand) {
  CLI::App root;
  root.name("homeward");
  root.formatter(std::make_shared<HelpFormat>());
  CLI::App* group = AddGroup(&root, "photo", "Photos");
  const CLI::App* command = AddCommand(group, "add", "About", {});
  EXPECT_THAT(command->help(), HasSubstr("Usage: homeward photo add ["));
}

TEST(HelpFormatTest, WhatAnOptionIsStaysInItsColumn) {
  CLI::App root;
  root.formatter(std::make_shared<HelpFormat>());
  bool all = false;
  root.add_flag("--all", all,
                std::string(30, 'a') + " " + std::string(30, 'b'));
  EXPECT_THAT(root.help(), HasSubstr("\n" + std::string(30, ' ') +
                                     std::string(30, 'b') + "\n"));
}

}  // namespace
}  // namespace homeward::cli
