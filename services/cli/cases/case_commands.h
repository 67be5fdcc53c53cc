#ifndef HOMEWARD_SERVICES_CLI_CASES_CASE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_CASES_CASE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `case` with its commands. `context` must outlive it.
void AddCaseCommands(CLI::App* root, Context* context);

// Adds `supervisor` below `case`. `context` must outlive it.
void AddCaseSupervisorCommand(CLI::App* group, Context* context);

// Adds `withdraw` and `withdrawals` below `case`. `context` must outlive it.
void AddCaseWithdrawCommands(CLI::App* group, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CASES_CASE_COMMANDS_H_
