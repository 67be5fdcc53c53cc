#ifndef HOMEWARD_SERVICES_CLI_QUESTION_CHILD_INPUT_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_CHILD_INPUT_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "homeward/v1/record.pb.h"
#include "services/cli/context.h"

// How a person says which child: by a record id on the command line, or by a
// name or number from a file, standard input or a prompt. A name in a flag
// would stay in the shell's history and show in the list of processes.
namespace homeward::cli {

// What was said on the command line.
struct ChildOptions {
  std::string record;
  std::string file;
  // What must not be given, and was.
  std::string refused;
};

// Adds --record, the file, and flags that only refuse.
void AddChildOptions(CLI::App* command, ChildOptions* options);

// The child, from where `options` says.
//
// Errors:
//   INVALID_ARGUMENT  A name or number was given as a flag, nobody is there to
//                     answer, or the file can't be read (HW-CLI-001 for the
//                     command line).
absl::StatusOr<v1::ChildDescriptor> ReadChild(Context& context,
                                              const ChildOptions& options);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_CHILD_INPUT_H_
