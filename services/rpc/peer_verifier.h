#ifndef HOMEWARD_SERVICES_RPC_PEER_VERIFIER_H_
#define HOMEWARD_SERVICES_RPC_PEER_VERIFIER_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "auth/certificate/certificate.h"
#include "auth/identity/peer_identity.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// A certificate that was verified as what it says.
struct VerifiedPeer {
  auth::Certificate leaf;
  // Proof of the verification, for auth::CallerFrom().
  auth::PeerIdentity identity;
};

// Judges the certificates of those who connect and of those we connect to:
// at each handshake, and again at every rpc, so that a new directory, a
// revocation or an expiry acts on connections that are up. Thread-safe.
class PeerVerifier {
 public:
  PeerVerifier(TrustSource trust, Clock clock);

  // Judges the leaf `leaf_pem` (one PEM block) with what the peer sent besides
  // (`chain_pem`, PEM blocks; empty on a resumed session). The leaf must chain
  // to a root of the very agency that its one SPIFFE URI names: the pool of
  // roots that gRPC verifies against is not enough (trust.md section 1 of the
  // design: agency A's name issued by agency B was accepted).
  //
  // A signature check is done once for each pair of certificate and directory
  // and then remembered, for the last 4,096; the dates and the revocation are
  // judged each time. Costs about 1 us when remembered.
  //
  // A missing or old revocation list denies, the own agency's too.
  //
  // Errors (all UNAUTHENTICATED, with the detail that fault.h lists):
  //   HW-TLS-001 to HW-TLS-009.
  absl::StatusOr<std::shared_ptr<const VerifiedPeer>> Verify(
      absl::string_view leaf_pem, absl::string_view chain_pem) const;

 private:
  // A verified chain, good as long as the directory has this digest.
  struct Entry {
    std::string directory_digest;
    std::shared_ptr<const VerifiedPeer> peer;
  };

  std::shared_ptr<const VerifiedPeer> Remembered(
      absl::string_view leaf_pem, const auth::Directory& directory) const;
  void Remember(absl::string_view leaf_pem, const auth::Directory& directory,
                std::shared_ptr<const VerifiedPeer> peer) const;

  const TrustSource trust_;
  const Clock clock_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<std::string, Entry> cache_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_VERIFIER_H_
