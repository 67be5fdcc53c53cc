#ifndef HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// `homeward child`: what a person may ask for of the own record about her.
void AddErasureCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_COMMANDS_H_
