#ifndef HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `break-glass` with its commands. `context` must outlive it.
void AddGlassCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_COMMANDS_H_
