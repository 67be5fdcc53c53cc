#ifndef HOMEWARD_SERVICES_CLI_STATISTICS_STATISTICS_COMMAND_H_
#define HOMEWARD_SERVICES_CLI_STATISTICS_STATISTICS_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// `homeward statistics`: how many children, and never who.
void AddStatisticsCommand(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_STATISTICS_STATISTICS_COMMAND_H_
