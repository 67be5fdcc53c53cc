#ifndef HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// As those of command.h.
namespace homeward::cli {

// Adds `init`: an agency's folder, with its keys and its configuration.
void AddInitCommand(CLI::App* root, Context* context);

// Adds `join`: an invite of a federation is taken.
void AddJoinCommand(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_COMMANDS_H_
