#ifndef HOMEWARD_AUTH_IDENTITY_CALLER_H_
#define HOMEWARD_AUTH_IDENTITY_CALLER_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/revocation.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/directory.pb.h"

namespace homeward::auth {

// A node of a member agency of which it may not be known whether its
// certificate is revoked; it is not known to be. It may be told what every
// member may know, and nothing else: it is no Caller. Only ContactFrom() makes
// one.
class Contact {
 public:
  const std::string& agency_id() const { return peer_.id().agency(); }
  const PeerIdentity& peer() const { return peer_; }

 private:
  friend absl::StatusOr<Contact> ContactFrom(const PeerIdentity&,
                                             const Directory&,
                                             const RevocationSet&, absl::Time);
  explicit Contact(PeerIdentity peer) : peer_(std::move(peer)) {}

  PeerIdentity peer_;
};

// `peer` at `now`: still a member, still below one of the agency's present
// roots, not expired, not known to be revoked. Costs look-ups only.
// Thread-safe.
//
// Errors:
//   UNAUTHENTICATED  One of these does not hold. The text says which, for the
//                    own log: tell the peer nothing.
absl::StatusOr<Contact> ContactFrom(const PeerIdentity& peer,
                                    const Directory& directory,
                                    const RevocationSet& revocations,
                                    absl::Time now);

// Who makes one call: a node of a member agency, and, once WithStaff() has
// added her, the person. Made anew for every call, by CallerFrom() only, so no
// decision can be made for a caller who was not checked now.
class Caller {
 public:
  const std::string& federation() const { return peer_.id().federation(); }
  const std::string& agency_id() const { return peer_.id().agency(); }
  // Empty when the certificate names the agency alone.
  const std::string& node_id() const { return peer_.id().node(); }
  v1::AgencyKind agency_kind() const { return agency_kind_; }
  // Its state, as the directory says; empty if it does not.
  const std::string& agency_country() const { return agency_country_; }
  const PeerIdentity& peer() const { return peer_; }
  // Null until WithStaff().
  const Staff* staff() const { return staff_ ? &*staff_ : nullptr; }

 private:
  friend absl::StatusOr<Caller> CallerFrom(const PeerIdentity&,
                                           const Directory&,
                                           const RevocationSet&, absl::Time);
  friend absl::StatusOr<Caller> WithStaff(Caller, Staff);
  Caller(PeerIdentity peer, const Member& member);

  PeerIdentity peer_;
  v1::AgencyKind agency_kind_;
  std::string agency_country_;
  std::optional<Staff> staff_;
};

// Who `peer` is at `now`: a Contact, and known not to be revoked. Costs
// look-ups only: call it on every rpc, since a connection outlives what its
// handshake knew. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED  One of these does not hold, or it can't be known. The
//                    text says which, for the own log: tell the peer nothing.
absl::StatusOr<Caller> CallerFrom(const PeerIdentity& peer,
                                  const Directory& directory,
                                  const RevocationSet& revocations,
                                  absl::Time now);

// `caller` acting for `staff`.
//
// Errors:
//   UNAUTHENTICATED  `staff` belongs to another agency.
absl::StatusOr<Caller> WithStaff(Caller caller, Staff staff);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_CALLER_H_
