#ifndef HOMEWARD_SERVICES_CLI_SIGN_IN_SESSION_H_
#define HOMEWARD_SERVICES_CLI_SIGN_IN_SESSION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/cli/home.h"

// Who is signed in: a StaffAssertion in a file that only its owner reads.
namespace homeward::cli {

// A session that holds.
struct Session {
  // A serialized Envelope of a StaffAssertion, as calls carry it.
  std::string assertion;
  std::string subject;
  absl::Time expiry_time;
};

// The session of the folder.
//
// Errors:
//   UNAUTHENTICATED  There is none, or it has expired: exit code 4, with the
//                    command that signs in.
absl::StatusOr<Session> ReadSession(const Home& home, absl::Time now);

// What a session says.
struct SessionRequest {
  // A pseudonym, `[a-z0-9-]{1,63}`.
  std::string subject;
  std::vector<v1::Role> roles;
  // At most 15 minutes.
  absl::Duration lifetime;
  // SHA-256 of the node's certificate, 32 raw bytes.
  std::string node_certificate_sha256;
};

// Signs an assertion with the agency's key and keeps it. Returns it.
//
// Errors:
//   INVALID_ARGUMENT  The subject is no pseudonym, no role, or too long.
//   UNAUTHENTICATED   She has not signed the agency's present terms of use.
//   as Home::Key() and WriteFile()
absl::StatusOr<v1::Envelope> StartSession(const Home& home,
                                          const SessionRequest& request,
                                          absl::Time now);

// 16 random bytes: the id of a document.
absl::StatusOr<std::string> RandomId();

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_SIGN_IN_SESSION_H_
