#ifndef HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `sign-in`, `sign-terms` and `sign-out`. `context` must outlive `root`.
void AddSignInCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_COMMANDS_H_
