#include "services/cli/completion_script.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

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

struct Shell {
  const char* name;
  const char* script;
};
constexpr Shell kShells[] = {{"bash", kBash}, {"zsh", kZsh}, {"fish", kFish}};

}  // namespace

std::vector<std::string> ShellNames() {
  std::vector<std::string> names;
  for (const Shell& shell : kShells) names.push_back(shell.name);
  return names;
}

std::string ScriptOf(absl::string_view shell) {
  for (const Shell& known : kShells) {
    if (known.name == shell) return known.script;
  }
  return "";
}

}  // namespace homeward::cli
