#ifndef HOMEWARD_AUTH_IDENTITY_PEER_IDENTITY_H_
#define HOMEWARD_AUTH_IDENTITY_PEER_IDENTITY_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/directory.h"

namespace homeward::auth {

// Who is at the other end of a connection: a certificate whose path to the
// agency's own root was verified. Only VerifyPeer() makes one. Cheap enough to
// keep for each connection; immutable. It does not say that the certificate is
// still good now: CallerFrom() does, on every call.
class PeerIdentity {
 public:
  const SpiffeId& id() const { return id_; }
  // As Certificate::serial().
  const std::string& serial() const { return serial_; }
  // SHA-256 of the DER certificate, 32 raw bytes.
  const std::string& thumbprint() const { return thumbprint_; }
  // SHA-256 of the DER root certificate, 32 raw bytes.
  const std::string& root_thumbprint() const { return root_thumbprint_; }
  // The last instant at which the certificate is good.
  absl::Time not_after() const { return not_after_; }

 private:
  friend absl::StatusOr<PeerIdentity> VerifyPeer(const Certificate&,
                                                 absl::Span<const Certificate>,
                                                 const Directory&, absl::Time);
  explicit PeerIdentity(SpiffeId id) : id_(std::move(id)) {}

  SpiffeId id_;
  std::string serial_;
  std::string thumbprint_;
  std::string root_thumbprint_;
  absl::Time not_after_;
};

// Verifies the certificate that a peer presents, against the roots of the one
// agency that it names. `chain` is what the peer sent besides, empty when the
// session was resumed. Does not look at revocation. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED  Not acceptable, of no member of the directory, or the
//                    directory has expired. The text names the broken aspect,
//                    for the own log: tell the peer nothing.
absl::StatusOr<PeerIdentity> VerifyPeer(const Certificate& leaf,
                                        absl::Span<const Certificate> chain,
                                        const Directory& directory,
                                        absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_PEER_IDENTITY_H_
