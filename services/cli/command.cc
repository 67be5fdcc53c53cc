#include "services/cli/command.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace homeward::cli {
namespace {

constexpr absl::string_view kExamples = "Examples:";

}  // namespace

CLI::App* AddCommand(CLI::App* parent, const std::string& name,
                     const std::string& about,
                     const std::vector<std::string>& examples) {
  CLI::App* command = parent->add_subcommand(name, about);
  std::string footer(kExamples);
  for (const std::string& example : examples) {
    absl::StrAppend(&footer, "\n  ", example);
  }
  command->footer(footer);
  return command;
}

CLI::App* AddGroup(CLI::App* parent, const std::string& name,
                   const std::string& about) {
  CLI::App* group = parent->add_subcommand(name, about);
  group->require_subcommand(1);
  return group;
}

std::vector<std::string> ExamplesOf(const CLI::App& command) {
  std::vector<std::string> examples;
  const std::string footer = command.get_footer();
  if (!absl::StartsWith(footer, kExamples)) return examples;
  for (const absl::string_view line :
       absl::StrSplit(footer, '\n', absl::SkipWhitespace())) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    if (text != kExamples) examples.emplace_back(text);
  }
  return examples;
}

void AddDryRun(CLI::App* command, bool* dry_run) {
  command->add_flag("--dry-run", *dry_run,
                    "Check and say what would be done; change nothing");
}

}  // namespace homeward::cli
