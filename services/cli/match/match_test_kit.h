#ifndef HOMEWARD_SERVICES_CLI_MATCH_MATCH_TEST_KIT_H_
#define HOMEWARD_SERVICES_CLI_MATCH_MATCH_TEST_KIT_H_

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/match/match_commands.h"

// What tests of `homeward match` share.
namespace homeward::cli {

inline constexpr char kMap[] =
    "id = rec_id\ngiven = given\nfamily = family\n"
    "birth = born, format yyyymmdd\n";
inline constexpr char kLeft[] =
    "rec_id, given, family, born\n"
    "a1, Mariam, Haddad, 20120503\n"
    "a2, Yusuf, Karimi, 20100911\n"
    "a3, Olena, Shevchenko, 20140223\n";
inline constexpr char kRight[] =
    "rec_id;given;family;born\n"
    "b1;Haddad;Maryam;20120503\n"
    "b2;Anna;Kovalenko;20090719\n"
    "b3;Olena;Shevchenka;20140322\n";

// Runs `homeward match` with `arguments`.
inline Ran Match(std::vector<std::string> arguments,
                 Format format = Format::kText) {
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

// A folder with two files of persons and their column map.
class MatchTest : public ::testing::Test {
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

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_MATCH_TEST_KIT_H_
