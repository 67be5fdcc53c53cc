#ifndef HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// `homeward notices`: what own staff must know of or do.
void AddNoticeCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_COMMANDS_H_
