#ifndef HOMEWARD_SERVICES_CLI_MOU_MOU_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MOU_MOU_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds the group `mou`. `context` must outlive `root`.
void AddMouCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_MOU_COMMANDS_H_
