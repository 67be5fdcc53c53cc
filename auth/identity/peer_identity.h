#ifndef HOMEWARD_AUTH_IDENTITY_PEER_IDENTITY_H_
#define HOMEWARD_AUTH_IDENTITY_PEER_IDENTITY_H_

#include <memory>
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
// agency's own root was verified. Only VerifyPeer() makes one. Immutable, so
// copies share what they say: one goes with every call. It does not say that
// the certificate is still good now: CallerFrom() does, on every call.
class PeerIdentity {
 public:
  // No moves: what was moved from would say nothing.
  PeerIdentity(const PeerIdentity&) = default;
  PeerIdentity& operator=(const PeerIdentity&) = default;

  const SpiffeId& id() const { return said_->id; }
  // As Certificate::serial().
  const std::string& serial() const { return said_->serial; }
  // SHA-256 of the DER certificate, 32 raw bytes.
  const std::string& thumbprint() const { return said_->thumbprint; }
  // SHA-256 of the DER root certificate, 32 raw bytes.
  const std::string& root_thumbprint() const { return said_->root_thumbprint; }
  // The last instant at which the certificate is good.
  absl::Time not_after() const { return said_->not_after; }

 private:
  friend absl::StatusOr<PeerIdentity> VerifyPeer(const Certificate&,
                                                 absl::Span<const Certificate>,
                                                 const Directory&, absl::Time);
  struct Said {
    SpiffeId id;
    std::string serial;
    std::string thumbprint;
    std::string root_thumbprint;
    absl::Time not_after;
  };
  explicit PeerIdentity(Said said)
      : said_(std::make_shared<const Said>(std::move(said))) {}

  // Never null.
  std::shared_ptr<const Said> said_;
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
