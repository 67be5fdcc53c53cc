#ifndef HOMEWARD_SERVICES_POLICY_STATE_H_
#define HOMEWARD_SERVICES_POLICY_STATE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/red_lines.h"

namespace homeward::policy {

// What a node decides by, at one moment: no decision mixes two. Never null.
struct Snapshot {
  std::shared_ptr<const auth::Directory> directory;
  std::shared_ptr<const auth::RevocationSet> revocations;
  std::shared_ptr<const auth::ActiveSet> mous;
  std::shared_ptr<const auth::CaseWithdrawals> case_withdrawals =
      std::make_shared<const auth::CaseWithdrawals>();
};

// The shared documents that a node holds, and the snapshot they make. A value:
// a change works on a copy, which replaces the old one once it is durable.
struct State {
  Snapshot snapshot;
  v1::Envelope directory;
  std::map<std::string, v1::Envelope> revocation_lists;  // By agency.
  MouRegister mous;
  // What no MOU may allow. Never null.
  std::shared_ptr<const RedLineLists> red_lines =
      std::make_shared<const RedLineLists>();
  // What was last proven of `mous`, and whether it stood at the last Compile().
  internal::v1::MouProof proof;
  bool proof_stands = false;

  // Makes `snapshot.mous` anew from the charter of the directory and the MOUs
  // that may be active. Without a charter everything is denied. Errors: as
  // ActiveSet::Build(), and INVALID_ARGUMENT if the charter breaks a rule.
  absl::Status Compile();

  // Whether `proof` is of this charter and these red lines, and every MOU that
  // it relies on is here as it was: else what one prohibited may be missing.
  bool ProofStands() const;

  // Whether the MOU with this key may be active as of the last Compile(): there
  // is no red line, or a proof that stands admits it.
  bool Admits(const std::string& key) const;

  // SHA-256 of the charter's payload. Empty without one.
  std::string CharterSha256() const;

  // Whether every party has signed the MOU with this key, which must be here,
  // and it may not be active: it is not proven yet, or it is refused.
  bool IsHeldBack(const std::string& key) const;

  // Why it is refused: each red line that it crosses, with a question that
  // would be answered. For own staff. Empty when it is not.
  std::vector<std::string> WhyRefused(const std::string& key) const;

  // An MOU with its state at `now`: pending while it is held back. It must be
  // here.
  v1::MouSummary Summarize(const std::string& key, absl::Time now) const;

  // Every MOU with its state at `now`, by id and version.
  std::vector<v1::MouSummary> List(absl::Time now) const;

  // Takes a list of revoked certificates. Errors: as
  // auth::VerifyRevocationList() and RevocationSet::With(); NOT_FOUND if it is
  // of no member.
  absl::StatusOr<std::string> AddRevocationList(const v1::Envelope& envelope,
                                                absl::Time now);
};

// What `state` has, as far as it concerns `peer_agency_id`, which has `theirs`;
// null when that is not known. Pure.
v1::DocumentVersions VersionsFor(const State& state,
                                 const std::string& peer_agency_id,
                                 const v1::DocumentVersions* theirs,
                                 absl::Time now);

// What `peer_agency_id` lacks of `state` when it has `theirs`: at most 100
// documents of each kind. Pure.
v1::SharedDocuments MissingFor(const State& state,
                               const std::string& peer_agency_id,
                               const v1::DocumentVersions& theirs,
                               absl::Time now);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_STATE_H_
