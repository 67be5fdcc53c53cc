#ifndef HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// As those of command.h.
namespace homeward::cli {

// Adds the group `import`.
void AddImportCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_COMMANDS_H_
