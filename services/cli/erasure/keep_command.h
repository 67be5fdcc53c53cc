#ifndef HOMEWARD_SERVICES_CLI_ERASURE_KEEP_COMMAND_H_
#define HOMEWARD_SERVICES_CLI_ERASURE_KEEP_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// `homeward child keep`: that an own record is kept, and why.
void AddKeepCommand(CLI::App* child, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_ERASURE_KEEP_COMMAND_H_
