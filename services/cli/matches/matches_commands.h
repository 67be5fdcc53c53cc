#ifndef HOMEWARD_SERVICES_CLI_MATCHES_MATCHES_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MATCHES_MATCHES_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// `homeward matches`: what people decide of matches. `context` outlives `root`.
void AddMatchesCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCHES_MATCHES_COMMANDS_H_
