#ifndef HOMEWARD_SERVICES_CLI_REPLAY_REPLAY_COMMAND_H_
#define HOMEWARD_SERVICES_CLI_REPLAY_REPLAY_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `replay` below `mou`: which past decisions other MOUs would change.
// `context` must outlive it.
void AddReplayCommand(CLI::App* mou, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_REPLAY_REPLAY_COMMAND_H_
