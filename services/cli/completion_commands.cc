#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/statistics/count_view.h"

namespace homeward::cli {
namespace {

// Each asks this program itself, so it is never older than the program.
constexpr char kBash[] = R"(_homeward() {
  local IFS=$'\n'
  COMPREPLY=($(homeward __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then compopt -o default; fi
}
complete -F _homeward homeward
)";
constexpr char kZsh[] = R"(#compdef homeward
_homeward() {
  local -a found
  found=("${(@f)$(homeward __complete -- "${(@)words[2,CURRENT]}")}")
  if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
}
# Read from a file of $fpath, it is called for what was typed; else it is read
# by eval or source.
if [[ "${funcstack[1]}" == _homeward ]]; then _homeward "$@"
else compdef _homeward homeward; fi
)";
constexpr char kFish[] =
    R"(complete -c homeward -a '(homeward __complete -- (commandline -opc)[2..-1] (commandline -ct))'
)";

// The agencies of the directory that is in the folder: public ids.
std::vector<std::string> Agencies(const Context& context) {
  std::vector<std::string> ids;
  if (context.home.empty()) return ids;
  const auto published = ReadPublished(context.home, context.now());
  if (!published.ok()) return ids;
  for (const auto& member : published->document.members()) {
    ids.push_back(member.agency_id());
  }
  return ids;
}

// What may follow the option `option`; nothing for what may name a child.
std::vector<std::string> ValuesOf(const Context& context,
                                  absl::string_view option) {
  if (option == "--role") return RoleNames();
  if (option == "--purpose") return PurposeNames();
  if (option == "--peer" || option == "--agency" || option == "--party") {
    return Agencies(context);
  }
  if (option == "-o" || option == "--output") {
    return {"text", "json", "ndjson"};
  }
  return {};
}

// The command that `words` name, and the option before the last word.
const CLI::App* Walk(const CLI::App* command,
                     const std::vector<std::string>& words,
                     std::string& option) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    option.clear();
    if (absl::StartsWith(words[i], "-")) {
      option = words[i];
      continue;
    }
    const CLI::App* next = nullptr;
    for (const CLI::App* child : command->get_subcommands(nullptr)) {
      if (child->get_name() == words[i]) next = child;
    }
    if (next != nullptr) command = next;
  }
  return command;
}

// Everything that may stand in the place of the last of `words`.
std::vector<std::string> Complete(const Context& context, const CLI::App* root,
                                  const std::vector<std::string>& words) {
  const std::string typed = words.empty() ? "" : words.back();
  std::string option;
  const CLI::App* command = Walk(root, words, option);
  std::vector<std::string> all = ValuesOf(context, option);
  if (all.empty()) {
    for (const CLI::App* child : command->get_subcommands(nullptr)) {
      if (!child->get_group().empty()) all.push_back(child->get_name());
    }
    if (command->get_name() == kStatisticsWord) {
      for (const TableEntry& entry : TableList()) all.push_back(entry.name);
    }
    if (absl::StartsWith(typed, "-")) {
      for (const CLI::App* level = command; level != nullptr;
           level = level->get_parent()) {
        for (const CLI::Option* known : level->get_options()) {
          if (known->get_group().empty() || known->get_lnames().empty()) {
            continue;
          }
          all.push_back(absl::StrCat("--", known->get_lnames().front()));
        }
      }
    }
  }
  std::vector<std::string> found;
  for (const std::string& candidate : all) {
    if (absl::StartsWith(candidate, typed)) found.push_back(candidate);
  }
  return found;
}

}  // namespace

void AddCompletionCommands(CLI::App* root, Context* context) {
  auto shell = std::make_shared<std::string>();
  CLI::App* completion =
      AddCommand(root, "completion", "Completion for a shell",
                 {"homeward completion bash", "homeward completion fish"});
  completion->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->callback([=] {
    context->Run([&]() -> Result {
      const std::string script = *shell == "bash"  ? kBash
                                 : *shell == "zsh" ? kZsh
                                                   : kFish;
      context->TextLines(script);
      return ExitCode::kOk;
    });
  });
}

void PrintCompletions(const CLI::App& root, std::vector<std::string> words,
                      Context& context) {
  if (!words.empty() && words.front() == "--") words.erase(words.begin());
  for (const std::string& word : Complete(context, &root, words)) {
    context.Text(word);
  }
}

}  // namespace homeward::cli
