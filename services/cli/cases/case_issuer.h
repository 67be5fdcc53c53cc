#ifndef HOMEWARD_SERVICES_CLI_CASES_CASE_ISSUER_H_
#define HOMEWARD_SERVICES_CLI_CASES_CASE_ISSUER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/context.h"
#include "services/cli/home.h"

// Who vouches for an agency's cases: persons with a key of their own each,
// which the directory lists under their pseudonyms.
namespace homeward::cli {

// A key for cases, and whose it is.
struct CaseIssuer {
  auth::SigningKey key;
  // The person who alone holds it; empty for a key of the agency.
  std::string subject;
};

// The key of the file `path`, or the one that `init` made when it is empty. The
// agency's member file says whose it is.
//
// Errors:
//   FAILED_PRECONDITION  The member file lists no such key for cases.
//   as ReadFile() and SigningKey::FromPem()
absl::StatusOr<CaseIssuer> ReadCaseIssuer(Context& context, const Home& home,
                                          const std::string& path);

// The person whose key for cases `init` makes.
std::string CaseSupervisorOf(const internal::v1::InitAnswers& answers);

// `key` as the directory shall list it: for cases, held by `subject` alone.
v1::MemberKey CaseKeyOf(const auth::SigningKey& key,
                        const std::string& subject);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CASES_CASE_ISSUER_H_
