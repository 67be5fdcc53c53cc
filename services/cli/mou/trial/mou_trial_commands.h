#ifndef HOMEWARD_SERVICES_CLI_MOU_TRIAL_MOU_TRIAL_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MOU_TRIAL_MOU_TRIAL_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// Commands below `mou` that need no node. As those of command.h.
namespace homeward::cli {

// `decide` and `prove`: what MOUs allow, and that they cross no red line.
void AddMouTrialCommands(CLI::App* mou, Context* context);

// `diff`: what one text discloses more than another.
void AddMouDiffCommand(CLI::App* mou, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_TRIAL_MOU_TRIAL_COMMANDS_H_
