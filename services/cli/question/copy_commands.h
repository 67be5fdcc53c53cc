#ifndef HOMEWARD_SERVICES_CLI_QUESTION_COPY_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_COPY_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds the groups `consent` and `answers`. `context` must outlive `root`.
void AddCopyCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_COPY_COMMANDS_H_
