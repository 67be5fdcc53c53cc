#ifndef HOMEWARD_SERVICES_RPC_ADMISSION_H_
#define HOMEWARD_SERVICES_RPC_ADMISSION_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/staff_assertion.h"
#include "services/rpc/gate.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// Request metadata: a serialized Envelope of a StaffAssertion.
inline constexpr char kStaffAssertionKey[] = "homeward-staff-assertion-bin";

// What a connection and a call say about who is calling, as text of others:
// see peer_identity.h.
struct Credentials {
  std::string leaf_pem;
  std::string chain_pem;
  // `homeward-staff-assertion-bin`. Empty when there is none.
  std::string staff_assertion;
};

// Turns credentials into a Caller, anew for every call: nothing else in the
// node makes one. Thread-safe.
class Admission {
 public:
  struct Options {
    // The agency of this node.
    std::string own_agency;
    TrustSource trust;
    Clock clock;
    // SHA-256 of the node's leaf certificates to which staff assertions may be
    // bound: the present one and the one before, 32 raw bytes each.
    std::function<std::vector<std::string>()> own_thumbprints;
    // SHA-256 of the terms of use that own staff must have signed, 32 raw
    // bytes. Empty: none.
    std::string terms_sha256 = {};
  };

  explicit Admission(Options options);

  // Who calls a method that is for Audience::kContact.
  //
  // Errors: as Admit(), but for HW-TLS-007.
  absl::StatusOr<auth::Contact> Meet(const Credentials& credentials) const;

  // Who calls a method that is for `audience`, another one. A peer's node needs
  // its certificate; own staff need a client certificate of the own agency and
  // an assertion bound to a leaf of this node. A verified assertion is
  // remembered until it expires (the last 4,096).
  //
  // Errors (with the detail that fault.h lists; peers are not told):
  //   UNAUTHENTICATED    The certificate is not good now (HW-TLS), or there is
  //                      no good staff assertion (HW-STAFF-001), or one of
  //                      somebody who has not signed the agency's present
  //                      terms of use (HW-STAFF-004).
  //   PERMISSION_DENIED  Not of the kind that the method is for (HW-STAFF-002;
  //                      another agency's node gets no code).
  absl::StatusOr<auth::Caller> Admit(const Credentials& credentials,
                                     Audience audience) const;

  // The judge of certificates, for the handshakes.
  const PeerVerifier& verifier() const { return verifier_; }

 private:
  struct Entry {
    std::string directory_digest;
    std::string node_thumbprint;
    auth::Staff staff;
  };

  absl::StatusOr<auth::PeerIdentity> IdentityOf(const Credentials& credentials,
                                                Audience audience) const;
  absl::StatusOr<auth::Staff> StaffOf(const std::string& assertion,
                                      const auth::Directory& directory,
                                      absl::Time now) const;
  absl::StatusOr<Entry> VerifyStaff(const std::string& assertion,
                                    const auth::Directory& directory,
                                    absl::Time now) const;
  bool IsOwnThumbprint(absl::string_view thumbprint) const;

  const Options options_;
  const PeerVerifier verifier_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<std::string, Entry> staff_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_ADMISSION_H_
