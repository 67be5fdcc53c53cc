#ifndef HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_SETUP_H_
#define HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_SETUP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"

// Makes an agency's folder: every key, every certificate, the configuration
// and what governance needs to admit it.
namespace homeward::cli {

// What is wrong with `answers`, for people.
//
// Errors:
//   INVALID_ARGUMENT  A field is missing or malformed; the text names it.
absl::Status CheckAnswers(const internal::v1::InitAnswers& answers);

// Makes the folder. Secrets are for their owner alone (0600), in folders for
// their owner alone (0700). Returns the member that governance shall admit,
// which is in the folder as member.textproto too.
//
// Errors:
//   ALREADY_EXISTS  The folder has a configuration already; nothing changed.
//   as CheckAnswers() and WriteFile()
absl::StatusOr<v1::Member> SetUpAgency(const internal::v1::InitAnswers& answers,
                                       const std::string& folder,
                                       absl::Time now);

// A list of revoked certificates, signed: `serials` as Certificate::serial().
absl::StatusOr<v1::Envelope> SignRevocations(const v1::RevocationList& list,
                                             const auth::SigningKey& key);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_AGENCY_AGENCY_SETUP_H_
