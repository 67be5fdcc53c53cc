#ifndef HOMEWARD_SERVICES_CLI_MATCH_NAMES_MATCH_NAME_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MATCH_NAMES_MATCH_NAME_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `names` and `normalize` below `match`. `context` must outlive it.
void AddMatchNameCommands(CLI::App* match, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_NAMES_MATCH_NAME_COMMANDS_H_
