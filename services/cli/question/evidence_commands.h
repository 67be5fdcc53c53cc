#ifndef HOMEWARD_SERVICES_CLI_QUESTION_EVIDENCE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_EVIDENCE_COMMANDS_H_

#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

namespace homeward::cli {

// Adds `explain` and the group `audit`. `context` must outlive `root`.
void AddEvidenceCommands(CLI::App* root, Context* context);

// Adds `explain` below `parent`, which is typed as `words`. `context` must
// outlive `parent`.
void AddExplainCommand(CLI::App* parent, const std::string& words,
                       Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_EVIDENCE_COMMANDS_H_
