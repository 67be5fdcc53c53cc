#ifndef HOMEWARD_SERVICES_CLI_COMMAND_H_
#define HOMEWARD_SERVICES_CLI_COMMAND_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// The command line. Each Add*() adds a group of commands below `root`;
// `context` must outlive it. What a command does runs while it is parsed, and
// leaves how it ended in `context.result`.
namespace homeward::cli {

// Adds the command `name`. `about` says in a line what it does; `examples`
// are whole command lines, at least two.
CLI::App* AddCommand(CLI::App* parent, const std::string& name,
                     const std::string& about,
                     const std::vector<std::string>& examples);

// Adds a word that only groups commands.
CLI::App* AddGroup(CLI::App* parent, const std::string& name,
                   const std::string& about);

// The examples of `command`, as AddCommand() was given them.
std::vector<std::string> ExamplesOf(const CLI::App& command);

// --dry-run.
void AddDryRun(CLI::App* command, bool* dry_run);

void AddLockoutCommands(CLI::App* root, Context* context);
void AddStatusCommands(CLI::App* root, Context* context);
void AddCompletionCommands(CLI::App* root, Context* context);

// The hidden first word by which a shell asks what may follow.
inline constexpr char kCompleteWord[] = "__complete";

// Prints what may stand in the place of the last of `words`, one a line: names
// of commands, flags, codes, agencies and MOUs; never anything of a child.
void PrintCompletions(const CLI::App& root, std::vector<std::string> words,
                      Context& context);

// All of them, with the options that all have, below `root`.
void AddEverything(CLI::App* root, Context* context);

// Reads `arguments` (without the program's name) and does what they say.
// Messages and data go where `context` says. Catches what CLI11 throws.
ExitCode RunCommandLine(const std::vector<std::string>& arguments,
                        Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_COMMAND_H_
