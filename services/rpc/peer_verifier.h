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

// What must be known of the revocation of a certificate.
enum class Revocation {
  // The list of its agency is here, not over 24 hours old, and does not name
  // it: for every call but Synchronize.
  kKnownGood,
  // No list names it; a missing or old list is no reason to refuse: for
  // handshakes and Synchronize, or no list would ever come.
  kMayBeUnknown,
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
  // roots that gRPC verifies against is not enough, since in it agency B could
  // issue agency A's name (docs/threat_model.md, "Who is it?").
  //
  // A signature check is done once for each pair of certificate and directory
  // and then remembered, for the last 4,096; the dates and the revocation are
  // judged each time. Costs about 1 us when remembered.
  //
  // A list that names the certificate denies however old it is; with
  // kKnownGood a missing or old one denies too, the own agency's as well.
  //
  // Errors (all UNAUTHENTICATED, with the detail that fault.h lists):
  //   HW-TLS-001 to HW-TLS-009; HW-TLS-007 with kKnownGood only.
  absl::StatusOr<std::shared_ptr<const VerifiedPeer>> Verify(
      absl::string_view leaf_pem, absl::string_view chain_pem,
      Revocation revocation) const;

  // OK when the list of `agency` is here and not over 24 hours old.
  //
  // Errors:
  //   UNAUTHENTICATED  It is not: HW-TLS-007.
  absl::Status CheckListOf(const std::string& agency) const;

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
