#ifndef HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_FOLDER_H_
#define HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/signing_key.h"

// TLS pairs on disk: `{parent}/{name}` is a symbolic link to the folder
// `{parent}/{name}.{n}`, so that key, certificate and root change together.
namespace homeward::cli {

// What a pair is for.
struct PairRequest {
  auth::SpiffeId id;
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;
  // How long it is good, at most 7 days.
  absl::Duration lifetime;
};

// Makes a new key and a certificate for it, checks the pair as a peer would,
// stages it and then points `{parent}/{name}` to it. A reader sees the old
// pair or the new. Keeps the pair before; removes older ones. Returns the new
// leaf.
//
// Errors:
//   INVALID_ARGUMENT     As IssueNodeCertificate().
//   FAILED_PRECONDITION  A peer would refuse the new pair; the old one stays.
//   as WriteFile()
absl::StatusOr<auth::Certificate> IssuePair(const std::string& parent,
                                            const std::string& name,
                                            const auth::SigningKey& root_key,
                                            const auth::Certificate& root,
                                            const PairRequest& request,
                                            absl::Time now);

// The leaf of the pair in `{parent}/{name}`.
//
// Errors: as ReadFile() and Certificate::ChainFromPem().
absl::StatusOr<auth::Certificate> ReadLeaf(const std::string& parent,
                                           const std::string& name);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_FOLDER_H_
