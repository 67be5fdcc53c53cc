#ifndef HOMEWARD_AUTH_CERTIFICATE_ISSUE_H_
#define HOMEWARD_AUTH_CERTIFICATE_ISSUE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/signing_key.h"

// Makes the certificates of an agency: its offline root, and its nodes'
// short-lived ones below it.
namespace homeward::auth {

// How long a root is good: people meet to replace it.
inline constexpr absl::Duration kRootLifetime = absl::Hours(10 * 365 * 24);

// A self-signed root certificate of `agency` for `key`, good from `now` for
// kRootLifetime. It may sign node certificates directly, and no CA below it.
//
// Errors:
//   INVALID_ARGUMENT  `agency` names a node.
//   INTERNAL          OpenSSL failed.
absl::StatusOr<Certificate> MakeAgencyRoot(const SigningKey& key,
                                           const SpiffeId& agency,
                                           absl::Time now);

// What a node certificate says.
struct NodeCertificateRequest {
  // Names the node or the program of its staff:
  // `/agency/{agency}/node/{node}` or `/agency/{agency}/client/{name}`.
  SpiffeId id;
  // Host names and IP addresses (as text) by which peers reach the node. May
  // be empty for a certificate that only calls.
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;
  // Good from, and until when. At most 7 days apart.
  absl::Time not_before;
  absl::Time not_after;
};

// A node certificate for `node_key`, signed by `root_key`, whose certificate
// is `root`, with a random serial number of 127 bits.
//
// Errors:
//   INVALID_ARGUMENT  `request.id` names no node and no client, or another
//                     agency than `root`, a name or address is malformed, the
//                     times are not in order, too far apart or outside the
//                     root's, or `root` is not the certificate of `root_key`.
//   INTERNAL          OpenSSL failed.
absl::StatusOr<Certificate> IssueNodeCertificate(
    const SigningKey& root_key, const Certificate& root,
    const PublicKey& node_key, const NodeCertificateRequest& request);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_ISSUE_H_
