#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_KNOWN_SIGNERS_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_KNOWN_SIGNERS_H_

#include <cstddef>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"

namespace homeward::federation {

// Remembers which certificates and staff assertions were verified, since the
// same come with every question and each check takes tenths of a millisecond.
// What it remembers holds for one version of the directory; times are looked
// at anew, and revocation is for auth::CallerFrom(). Bounded; thread-safe.
class KnownSigners {
 public:
  struct Signer {
    auth::PeerIdentity identity;
    auth::PublicKey key;
  };

  // At most `capacity` of each; when full it forgets all and starts again.
  explicit KnownSigners(size_t capacity = 4096) : capacity_(capacity) {}

  // Who holds the certificate `der`. Errors: as auth::VerifyPeer() and
  // auth::PublicKeyOf().
  absl::StatusOr<Signer> Verify(absl::string_view der,
                                const auth::Directory& directory,
                                absl::Time now);

  // Whom the assertion vouches for. Errors: as auth::VerifyStaffAssertion().
  absl::StatusOr<auth::Staff> VerifyStaff(const v1::Envelope& assertion,
                                          absl::string_view agency_id,
                                          absl::string_view node_thumbprint,
                                          const auth::Directory& directory,
                                          absl::Time now);

 private:
  const size_t capacity_;
  absl::Mutex mutex_;
  // By the digest of everything that the check depends on.
  absl::flat_hash_map<std::string, Signer> signers_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, auth::Staff> staff_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_KNOWN_SIGNERS_H_
