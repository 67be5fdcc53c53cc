#ifndef HOMEWARD_SERVICES_CLI_RECORD_RECORD_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_RECORD_RECORD_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `register`, `add` and `show`. `context` must outlive `root`.
void AddRecordCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_RECORD_RECORD_COMMANDS_H_
