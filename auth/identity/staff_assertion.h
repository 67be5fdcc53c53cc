#ifndef HOMEWARD_AUTH_IDENTITY_STAFF_ASSERTION_H_
#define HOMEWARD_AUTH_IDENTITY_STAFF_ASSERTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

// The longest life of an assertion.
inline constexpr absl::Duration kMaxAssertionLifetime = absl::Minutes(15);

// Who acts: an assertion that was verified. Only VerifyStaffAssertion() makes
// one. Immutable.
class Staff {
 public:
  // 16 random bytes.
  const std::string& assertion_id() const { return assertion_id_; }
  // The agency that vouches, which is the caller's.
  const std::string& agency_id() const { return agency_id_; }
  // A pseudonym.
  const std::string& subject() const { return subject_; }
  // Never empty; each known, each once.
  const std::vector<v1::Role>& roles() const { return roles_; }
  bool HasRole(v1::Role role) const;
  absl::Time expiry_time() const { return expiry_time_; }
  // SHA-256 of the signed bytes, 32 raw bytes: for the evidence.
  const std::string& digest() const { return digest_; }
  // The assertion itself, to pass on to the peers that are asked for her.
  const v1::Envelope& envelope() const { return envelope_; }
  // SHA-256 of the node certificate that it is bound to, 32 raw bytes.
  const std::string& node_thumbprint() const { return node_thumbprint_; }
  // SHA-256 of the agency's terms of use that she has signed, 32 raw bytes.
  // Empty: none.
  const std::string& terms_sha256() const { return terms_sha256_; }

 private:
  friend absl::StatusOr<Staff> VerifyStaffAssertion(const v1::Envelope&,
                                                    absl::string_view,
                                                    absl::string_view,
                                                    const Directory&,
                                                    absl::Time);
  Staff() = default;

  std::string assertion_id_;
  std::string agency_id_;
  std::string subject_;
  std::vector<v1::Role> roles_;
  absl::Time expiry_time_;
  std::string digest_;
  v1::Envelope envelope_;
  std::string node_thumbprint_;
  std::string terms_sha256_;
};

// Reads an assertion that came over the connection of the node whose
// certificate names `agency_id` and has the thumbprint `node_thumbprint` (the
// own node's, for own staff). It must be issued and signed by that agency, with
// a key that the directory lists for assertions, for that certificate. It holds
// in [issued_time - 30 s, expiry_time), at most 15 minutes long. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED   Not signed by that agency, for another node's
//                     certificate, of another agency, or not in time.
//   INVALID_ARGUMENT  Malformed: a field is missing, too long or unknown.
absl::StatusOr<Staff> VerifyStaffAssertion(const v1::Envelope& envelope,
                                           absl::string_view agency_id,
                                           absl::string_view node_thumbprint,
                                           const Directory& directory,
                                           absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_STAFF_ASSERTION_H_
