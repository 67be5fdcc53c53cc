#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/completion_script.h"
#include "services/cli/completion_values.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

// The option `name` of `command`, or one that all have.
const CLI::Option* FindOption(const CLI::App* command,
                              const std::string& name) {
  for (; command != nullptr; command = command->get_parent()) {
    const CLI::Option* option = command->get_option_no_throw(name);
    if (option != nullptr) return option;
  }
  return nullptr;
}

bool TakesValue(const CLI::App* command, const std::string& option) {
  const CLI::Option* found = FindOption(command, option);
  return found != nullptr && found->get_items_expected_max() > 0;
}

// Where the last of some words stands.
struct Place {
  const CLI::App* command;
  // The option whose value it is; empty if of none.
  std::string option;
};

Place Walk(const CLI::App* command, const std::vector<std::string>& words) {
  std::string option;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (!option.empty()) {
      option.clear();
      continue;
    }
    if (absl::StartsWith(words[i], "-")) {
      if (TakesValue(command, words[i])) option = words[i];
      continue;
    }
    for (const CLI::App* child : command->get_subcommands(nullptr)) {
      if (child->get_name() == words[i]) command = child;
    }
  }
  return {command, option};
}

// The long names of the options that `command` takes.
std::vector<std::string> Flags(const CLI::App* command) {
  std::vector<std::string> flags;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* known : command->get_options()) {
      if (known->get_group().empty() || known->get_lnames().empty()) continue;
      flags.push_back(absl::StrCat("--", known->get_lnames().front()));
    }
  }
  return flags;
}

// Everything that may stand in the place of the last of `words`.
std::vector<std::string> Candidates(const Context& context,
                                    const CLI::App* root,
                                    const std::vector<std::string>& words) {
  const Place place = Walk(root, words);
  if (!place.option.empty()) return OptionValues(context, place.option);
  if (!words.empty() && absl::StartsWith(words.back(), "-")) {
    return Flags(place.command);
  }
  std::vector<std::string> all = WordValues(context, *place.command);
  for (const CLI::App* child : place.command->get_subcommands(nullptr)) {
    if (!child->get_group().empty()) all.push_back(child->get_name());
  }
  return all;
}

Result ShowScript(Context& context, const std::string& shell) {
  const std::string script = ScriptOf(shell);
  context.TextLines(script);
  const nlohmann::ordered_json json = {{"shell", shell}, {"script", script}};
  context.JsonText(json.dump(context.format == Format::kJson ? 2 : -1));
  return ExitCode::kOk;
}

}  // namespace

void AddCompletionCommands(CLI::App* root, Context* context) {
  auto shell = std::make_shared<std::string>();
  CLI::App* completion =
      AddCommand(root, "completion", "Completion for a shell",
                 {"homeward completion bash", "homeward completion fish"});
  completion->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember(ShellNames()));
  completion->callback(
      [=] { context->Run([&] { return ShowScript(*context, *shell); }); });
}

void PrintCompletions(const CLI::App& root, std::vector<std::string> words,
                      Context& context) {
  if (!words.empty() && words.front() == "--") words.erase(words.begin());
  for (size_t i = 0; i + 2 < words.size(); ++i) {
    if (words[i] == "--home") context.home = words[i + 1];
  }
  const std::string typed = words.empty() ? "" : words.back();
  for (const std::string& word : Candidates(context, &root, words)) {
    if (absl::StartsWith(word, typed)) context.Text(word);
  }
}

}  // namespace homeward::cli
