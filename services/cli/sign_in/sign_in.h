#ifndef HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_H_
#define HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/context.h"

namespace homeward::cli {

// Who signs in, as it was typed.
struct SignInOptions {
  // A pseudonym, `[a-z0-9-]{1,63}`.
  std::string subject;
  // Such as `police.missing`.
  std::vector<std::string> roles;
  // 1 to 15.
  int minutes = 15;
};

// Starts a session in the agency's folder, bound to the certificate that the
// node shows now, or to that of the folder when the node does not run. Returns
// what was signed.
//
// Errors: those of Home::Open(), ParseRole() and StartSession(), and of the way
// to the node when the folder holds no certificate either.
absl::StatusOr<v1::StaffAssertion> SignInAs(Context& context,
                                            const SignInOptions& options);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_SIGN_IN_SIGN_IN_H_
