#ifndef HOMEWARD_SERVICES_CLI_EXIT_CODE_H_
#define HOMEWARD_SERVICES_CLI_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace homeward::cli {

// How `homeward` ends, for scripts. Source: docs/errors.md.
enum class ExitCode {
  kOk = 0,
  // Something is wrong that trying again does not mend.
  kError = 1,
  // The command line is wrong.
  kUsage = 2,
  // Not allowed. Nobody is told more by trying again.
  kDenied = 3,
  // Nobody is signed in, or no longer.
  kSignIn = 4,
  // It was done in part: a peer did not answer, or a record was refused.
  kPartial = 5,
  // Nothing was done; the same command may succeed later.
  kRetry = 6,
};

// The exit code for `status`.
ExitCode ExitCodeOf(const absl::Status& status);

// A status that ends in kUsage: the command line is wrong. `cause` says what,
// `next` what to type instead; neither quotes what was typed.
absl::Status UsageError(absl::string_view cause, absl::string_view next);

// A status that ends in kSignIn, with the command that signs in.
absl::Status SignInError(absl::string_view cause);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_EXIT_CODE_H_
