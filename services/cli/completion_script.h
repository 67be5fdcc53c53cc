#ifndef HOMEWARD_SERVICES_CLI_COMPLETION_SCRIPT_H_
#define HOMEWARD_SERVICES_CLI_COMPLETION_SCRIPT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// What a shell reads to complete `homeward`.
namespace homeward::cli {

// The shells there is a script for.
std::vector<std::string> ShellNames();

// The script for `shell`; empty if it is none of ShellNames().
std::string ScriptOf(absl::string_view shell);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_COMPLETION_SCRIPT_H_
