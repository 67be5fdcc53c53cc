#ifndef HOMEWARD_AUTH_IDENTITY_STAFF_ASSERTION_H_
#define HOMEWARD_AUTH_IDENTITY_STAFF_ASSERTION_H_

#include <memory>
#include <string>
#include <utility>
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
// one. Immutable, so copies share what they say: one goes with every call.
class Staff {
 public:
  // No moves: what was moved from would say nothing.
  Staff(const Staff&) = default;
  Staff& operator=(const Staff&) = default;

  // 16 random bytes.
  const std::string& assertion_id() const { return said_->assertion_id; }
  // The agency that vouches, which is the caller's.
  const std::string& agency_id() const { return said_->agency_id; }
  // A pseudonym.
  const std::string& subject() const { return said_->subject; }
  // Never empty; each known, each once.
  const std::vector<v1::Role>& roles() const { return said_->roles; }
  bool HasRole(v1::Role role) const;
  absl::Time expiry_time() const { return said_->expiry_time; }
  // SHA-256 of the signed bytes, 32 raw bytes: for the evidence.
  const std::string& digest() const { return said_->digest; }
  // The assertion itself, to pass on to the peers that are asked for her.
  const v1::Envelope& envelope() const { return said_->envelope; }
  // SHA-256 of the node certificate that it is bound to, 32 raw bytes.
  const std::string& node_thumbprint() const { return said_->node_thumbprint; }
  // SHA-256 of the agency's terms of use that she has signed, 32 raw bytes.
  // Empty: none.
  const std::string& terms_sha256() const { return said_->terms_sha256; }

 private:
  friend absl::StatusOr<Staff> VerifyStaffAssertion(const v1::Envelope&,
                                                    absl::string_view,
                                                    absl::string_view,
                                                    const Directory&,
                                                    absl::Time);
  struct Said {
    std::string assertion_id;
    std::string agency_id;
    std::string subject;
    std::vector<v1::Role> roles;
    absl::Time expiry_time;
    std::string digest;
    v1::Envelope envelope;
    std::string node_thumbprint;
    std::string terms_sha256;
  };
  explicit Staff(Said said)
      : said_(std::make_shared<const Said>(std::move(said))) {}

  // Never null.
  std::shared_ptr<const Said> said_;
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
