#ifndef HOMEWARD_SERVICES_CLI_SIGN_IN_TERMS_H_
#define HOMEWARD_SERVICES_CLI_SIGN_IN_TERMS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/home.h"

// The agency's terms of use, which staff must have signed before they are
// signed in (P-CREDENTIAL). Each signature is a file `terms/{subject}.binpb` of
// the agency's folder: an Envelope of a TermsSignature.
namespace homeward::cli {

// What an assertion for `subject` says of the terms: SHA-256 of the present
// ones, 32 raw bytes. Empty when the configuration asks for none.
//
// Errors:
//   UNAUTHENTICATED  She has not signed the present terms, or the signature
//                    does not hold (HW-STAFF-004); the text says what to type.
//   as Home::Key() and ReadEnvelope()
absl::StatusOr<std::string> SignedTerms(const Home& home,
                                        const std::string& subject);

// Keeps that `subject` has signed the terms in the file `path`. With `dry_run`
// it only checks them.
//
// Errors:
//   INVALID_ARGUMENT  The subject is no pseudonym, the configuration asks for
//                     no terms, or for others than these.
//   as ReadFile(), Home::Key() and WriteFile()
absl::Status SignTerms(const Home& home, const std::string& subject,
                       const std::string& path, bool dry_run, absl::Time now);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_SIGN_IN_TERMS_H_
