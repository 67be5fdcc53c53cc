#include "services/federation/signed/known_signers.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_key.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/digest.h"
#include "homeward/v1/envelope.pb.h"

namespace homeward::federation {
namespace {

// The entry of `map` under `key`, if there is one.
template <typename Map>
const typename Map::mapped_type* FindIn(const Map& map,
                                        const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<KnownSigners::Signer> KnownSigners::Verify(
    absl::string_view der, const auth::Directory& directory, absl::Time now) {
  const std::string key = absl::StrCat(auth::Sha256(der), directory.digest());
  {
    absl::MutexLock lock(&mutex_);
    const Signer* known = FindIn(signers_, key);
    // A certificate or a directory that has ended is judged anew, for its
    // error.
    if (known != nullptr && now <= known->identity.not_after() &&
        now < directory.expiry_time()) {
      return *known;
    }
  }
  auto leaf = auth::Certificate::FromDer(der);
  if (!leaf.ok()) return leaf.status();
  auto identity = auth::VerifyPeer(*leaf, /*chain=*/{}, directory, now);
  if (!identity.ok()) return identity.status();
  auto public_key = auth::PublicKeyOf(*leaf);
  if (!public_key.ok()) return public_key.status();
  Signer signer{*std::move(identity), *std::move(public_key)};
  absl::MutexLock lock(&mutex_);
  if (signers_.size() >= capacity_) signers_.clear();
  signers_.insert_or_assign(key, signer);
  return signer;
}

absl::StatusOr<auth::Staff> KnownSigners::VerifyStaff(
    const v1::Envelope& assertion, absl::string_view agency_id,
    absl::string_view node_thumbprint, const auth::Directory& directory,
    absl::Time now) {
  const std::string key =
      absl::StrCat(auth::Sha256(assertion.SerializeAsString()), agency_id, "/",
                   node_thumbprint, directory.digest());
  {
    absl::MutexLock lock(&mutex_);
    const auth::Staff* known = FindIn(staff_, key);
    if (known != nullptr && now < known->expiry_time() &&
        now < directory.expiry_time()) {
      return *known;
    }
  }
  auto staff = auth::VerifyStaffAssertion(assertion, agency_id, node_thumbprint,
                                          directory, now);
  if (!staff.ok()) return staff.status();
  absl::MutexLock lock(&mutex_);
  if (staff_.size() >= capacity_) staff_.clear();
  staff_.insert_or_assign(key, *staff);
  return staff;
}

}  // namespace homeward::federation
