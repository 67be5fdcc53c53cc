#ifndef HOMEWARD_SERVICES_CLI_MATCH_MATCH_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MATCH_MATCH_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `match` and its commands below `root`. `context` must outlive it.
void AddMatchCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_MATCH_COMMANDS_H_
