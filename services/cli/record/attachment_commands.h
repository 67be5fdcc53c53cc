#ifndef HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds the groups `photo` and `recording`. `context` must outlive `root`.
void AddAttachmentCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_COMMANDS_H_
