#ifndef HOMEWARD_SERVICES_CLI_RECORD_PHOTO_COMMAND_H_
#define HOMEWARD_SERVICES_CLI_RECORD_PHOTO_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds the group `photo`. `context` must outlive `root`.
void AddPhotoCommand(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_RECORD_PHOTO_COMMAND_H_
