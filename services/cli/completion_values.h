#ifndef HOMEWARD_SERVICES_CLI_COMPLETION_VALUES_H_
#define HOMEWARD_SERVICES_CLI_COMPLETION_VALUES_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/string_view.h"
#include "services/cli/context.h"

// Codes and names that a shell may complete: of roles, purposes and
// categories, and the public ids of agencies and MOUs. Never of a record, a
// case or a person. Nothing when it can't be found out soon: the person types
// on.
namespace homeward::cli {

// What may follow the option `option`, such as `--peer`.
std::vector<std::string> OptionValues(const Context& context,
                                      absl::string_view option);

// What may be a word of `command` that is no option, such as the MOU that
// `mou suspend` suspends.
std::vector<std::string> WordValues(const Context& context,
                                    const CLI::App& command);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_COMPLETION_VALUES_H_
