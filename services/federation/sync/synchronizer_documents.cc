#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/sync/sync_contact.h"
#include "services/federation/sync/synchronizer.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"

// Which documents a member is given, and which are taken from it.
namespace homeward::federation {
namespace {

// Whether it can be told which certificates of `agency_id` are revoked.
bool IsKnown(const policy::State& state, const std::string& agency_id,
             absl::Time now) {
  return state.snapshot.revocations->IsFresh(agency_id, now);
}

}  // namespace

v1::DocumentVersions Synchronizer::VersionsFor(
    const policy::State& state, const std::string& agency_id,
    const v1::DocumentVersions* theirs, absl::Time now) {
  v1::DocumentVersions versions =
      policy::VersionsFor(state, agency_id, theirs, now);
  return IsKnown(state, agency_id, now) ? versions
                                        : CommonPart(std::move(versions));
}

v1::SharedDocuments Synchronizer::MissingFor(const policy::State& state,
                                             const std::string& agency_id,
                                             const v1::DocumentVersions& theirs,
                                             absl::Time now) {
  v1::SharedDocuments missing =
      policy::MissingFor(state, agency_id, theirs, now);
  return Bounded(IsKnown(state, agency_id, now)
                     ? missing
                     : CommonPart(std::move(missing)));
}

void Synchronizer::Take(const std::string& agency_id,
                        const v1::SharedDocuments& documents, absl::Time now) {
  const std::shared_ptr<const policy::State> before = policy_->state();
  const auto take = [&](const v1::SharedDocuments& part) {
    for (const absl::Status& status : policy_->Take(part, now)) {
      if (options_.refused) options_.refused(agency_id, status);
    }
  };
  take(CommonPart(documents));
  if (IsKnown(*policy_->state(), agency_id, now)) {
    v1::SharedDocuments rest = documents;
    rest.clear_directory();
    rest.clear_revocation_lists();
    take(rest);
  }
  if (policy_->state() != before) Nudge();
}

absl::StatusOr<v1::SynchronizeResponse> Synchronizer::Answer(
    const auth::Contact& contact, const v1::SynchronizeRequest& request) {
  if (CountOf(request.documents()) > kMaxSyncDocuments) {
    return absl::InvalidArgumentError(
        absl::StrCat("documents: more than ", kMaxSyncDocuments));
  }
  const absl::Time now = options_.clock();
  const std::string& agency_id = contact.agency_id();
  Take(agency_id, request.documents(), now);
  const std::shared_ptr<const policy::State> state = policy_->state();
  const auto still =
      auth::ContactFrom(contact.peer(), *state->snapshot.directory,
                        *state->snapshot.revocations, now);
  if (!still.ok()) return still.status();
  v1::SynchronizeResponse response;
  *response.mutable_documents() =
      MissingFor(*state, agency_id, request.versions(), now);
  *response.mutable_versions() =
      VersionsFor(*state, agency_id, &request.versions(), now);
  *response.mutable_now() = auth::ToTimestamp(now);
  return response;
}

}  // namespace homeward::federation
