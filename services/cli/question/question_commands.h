#ifndef HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `locate` and `wellbeing`. `context` must outlive `root`.
void AddQuestionCommands(CLI::App* root, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_COMMANDS_H_
