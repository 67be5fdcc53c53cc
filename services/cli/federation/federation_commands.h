#ifndef HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// As those of command.h.
namespace homeward::cli {

// Adds the group `federation`: what governance does.
void AddFederationCommands(CLI::App* root, Context* context);

// `admit`, `remove` and `renew`, below `federation`.
void AddFederationMemberCommands(CLI::App* federation, Context* context);

// Adds the group `directory`: what the own node relies on.
void AddDirectoryCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_COMMANDS_H_
