#include "auth/identity/caller.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"

namespace homeward::auth {

Caller::Caller(PeerIdentity peer, const Member& member)
    : peer_(std::move(peer)),
      agency_kind_(member.kind()),
      agency_country_(member.country_code()) {}

absl::StatusOr<Contact> ContactFrom(const PeerIdentity& peer,
                                    const Directory& directory,
                                    const RevocationSet& revocations,
                                    absl::Time now) {
  if (now > peer.not_after()) {
    return absl::UnauthenticatedError(
        "the peer's certificate has expired since it connected");
  }
  if (peer.id().federation() != directory.federation()) {
    return absl::UnauthenticatedError("the peer is of another federation");
  }
  auto member = directory.Find(peer.id().agency(), now);
  if (!member.ok()) {
    return absl::UnauthenticatedError(member.status().message());
  }
  const bool has_root =
      absl::c_any_of((*member)->roots(), [&](const Certificate& root) {
        return root.thumbprint() == peer.root_thumbprint();
      });
  if (!has_root) {
    return absl::UnauthenticatedError(
        "the peer's root certificate is no longer in the directory");
  }
  if (revocations.StatusOf(peer.id().agency(), peer.serial(), now) ==
      RevocationStatus::kRevoked) {
    return absl::UnauthenticatedError("the peer's certificate is revoked");
  }
  return Contact(peer);
}

absl::StatusOr<Caller> CallerFrom(const PeerIdentity& peer,
                                  const Directory& directory,
                                  const RevocationSet& revocations,
                                  absl::Time now) {
  auto contact = ContactFrom(peer, directory, revocations, now);
  if (!contact.ok()) return contact.status();
  if (!revocations.IsFresh(peer.id().agency(), now)) {
    return absl::UnauthenticatedError(
        "the peer's agency has no revocation list of the last 24 hours here");
  }
  auto member = directory.Find(peer.id().agency(), now);
  if (!member.ok()) {
    return absl::UnauthenticatedError(member.status().message());
  }
  return Caller(peer, **member);
}

absl::StatusOr<Caller> WithStaff(Caller caller, Staff staff) {
  if (staff.agency_id() != caller.agency_id()) {
    return absl::UnauthenticatedError(
        "the staff assertion is of another agency than the certificate");
  }
  caller.staff_ = std::move(staff);
  return caller;
}

}  // namespace homeward::auth
