#ifndef HOMEWARD_SERVICES_POLICY_STATE_H_
#define HOMEWARD_SERVICES_POLICY_STATE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/mou_register.h"

namespace homeward::policy {

// What a node decides by, at one moment: no decision mixes two. Never null.
struct Snapshot {
  std::shared_ptr<const auth::Directory> directory;
  std::shared_ptr<const auth::RevocationSet> revocations;
  std::shared_ptr<const auth::ActiveSet> mous;
};

// The shared documents that a node holds, and the snapshot they make. A value:
// a change works on a copy, which replaces the old one once it is durable.
struct State {
  Snapshot snapshot;
  v1::Envelope directory;
  std::map<std::string, v1::Envelope> revocation_lists;  // By agency.
  MouRegister mous;

  // Makes `snapshot.mous` anew from the charter of the directory and the MOUs.
  // Without a charter everything is denied. Errors: as ActiveSet::Build(), and
  // INVALID_ARGUMENT if the charter breaks a rule.
  absl::Status Compile();

  // Takes a list of revoked certificates. Errors: as
  // auth::VerifyRevocationList() and RevocationSet::With(); NOT_FOUND if it is
  // of no member.
  absl::StatusOr<std::string> AddRevocationList(const v1::Envelope& envelope,
                                                absl::Time now);
};

// What `state` has, as far as it concerns `peer_agency_id`. Pure.
v1::DocumentVersions VersionsFor(const State& state,
                                 const std::string& peer_agency_id);

// What `peer_agency_id` lacks of `state` when it has `theirs`: at most 100
// documents of each kind. Pure.
v1::SharedDocuments MissingFor(const State& state,
                               const std::string& peer_agency_id,
                               const v1::DocumentVersions& theirs);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_STATE_H_
