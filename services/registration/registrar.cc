#include "services/registration/registrar.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/v1/claim.pb.h"
#include "services/matching/describe.h"
#include "services/matching/record_id.h"
#include "services/registration/admit_claims.h"
#include "services/registration/disclosure.h"
#include "services/registration/intake.h"
#include "services/registration/journal.h"
#include "services/registration/once.h"
#include "services/registration/record_writes.h"
#include "services/registration/reply.h"
#include "storage/engine/batch.h"

namespace homeward::registration {
namespace {

// `done`, after which words of `claims` that may take something back are acted
// on at once. Without it they are within a second: so nobody is woken for each
// child of an import, though her record may turn out to be here already.
template <typename Response>
Done<Response> ThenActOn(const std::vector<v1::Claim>& claims,
                         bool is_new_record, const RegistrarParts& parts,
                         Done<Response> done) {
  const auto is_word = [is_new_record](const v1::Claim& claim) {
    return MayTakeBack(claim, is_new_record);
  };
  if (!absl::c_any_of(claims, is_word)) return done;
  return [changed = parts.consent_changed,
          done = std::move(done)](absl::StatusOr<Response> response) {
    if (response.ok()) changed();
    done(std::move(response));
  };
}

// Adds what may be the same child; never a reason to refuse her.
void AddAlike(const RegistrarParts& parts, const std::vector<v1::Claim>& claims,
              Ruling& ruling, v1::RegisterChildResponse& response) {
  internal::v1::StoredRecord record;
  for (const v1::Claim& claim : claims) *record.add_claims() = claim;
  v1::ChildDescriptor child;
  child.set_record_id(response.record_id());
  const auto key = matching::ChildKeyText(child, ruling.admission->now());
  if (!key.ok()) return;
  const auto known = parts.matches->Find(*key);
  if (!known.ok()) return;
  auto alike = ShowAlike(*parts.records, *parts.hasher,
                         matching::DescribeClaims(record.claims()),
                         {response.record_id(), known->matches}, ruling);
  if (!alike.ok()) return;
  for (v1::RecordMatch& match : alike->matches) {
    *response.add_possible_duplicates() = std::move(match);
  }
  response.set_rejected_duplicate_count(alike->rejected_count);
}

}  // namespace

Registrar::Registrar(RegistrarParts parts) : parts_(std::move(parts)) {}

void Registrar::RegisterChild(const auth::Caller& caller,
                              const v1::RegisterChildRequest& request,
                              Done<v1::RegisterChildResponse> done) const {
  auto [ruling, claims] =
      AdmitClaims(parts_, caller, request.purpose(), [&](absl::Time now) {
        return ClaimsOf(request, caller.agency_id(), now);
      });
  if (!claims.ok()) return RefuseWith(parts_, *ruling, claims.status(), done);
  done = ThenActOn(*claims, /*is_new_record=*/true, parts_, std::move(done));
  Write<v1::RegisterChildResponse>(
      parts_, ruling,
      [this, source_record_id = request.source_record_id(),
       claims = *std::move(claims), ruling = ruling,
       key = KeyOf("RegisterChild", request)](
          v1::RegisterChildResponse& response, storage::Batch* batch) {
        ruling->details.clear_record_ids();
        ruling->details.clear_withheld_record_ids();
        ruling->details.clear_disclosed_fields();
        const absl::StatusOr<bool> done_now =
            Once(*parts_.requests, key, response, batch, [&] {
              return WriteChild(parts_, source_record_id, claims, *ruling,
                                response, batch);
            });
        if (!done_now.ok()) return done_now.status();
        if (TellWho(claims)) AddAlike(parts_, claims, *ruling, response);
        ruling->details.add_record_ids(response.record_id());
        return absl::OkStatus();
      },
      std::move(done));
}

void Registrar::AddClaim(const auth::Caller& caller,
                         const v1::AddClaimRequest& request,
                         Done<v1::AddClaimResponse> done) const {
  auto [ruling, claims] =
      AdmitClaims(parts_, caller, request.purpose(), [&](absl::Time now) {
        return Alone(ClaimOf(request, caller.agency_id(), now));
      });
  if (!claims.ok()) return RefuseWith(parts_, *ruling, claims.status(), done);
  ruling->details.add_record_ids(request.record_id());
  done = ThenActOn(*claims, /*is_new_record=*/false, parts_, std::move(done));
  Write<v1::AddClaimResponse>(
      parts_, ruling,
      [this, record_id = request.record_id(), claim = claims->front(),
       ruling = ruling, key = KeyOf("AddClaim", request)](
          v1::AddClaimResponse& response, storage::Batch* batch) {
        return Once(*parts_.requests, key, response, batch,
                    [&] {
                      return WriteClaim(parts_, record_id, claim, *ruling,
                                        response, batch);
                    })
            .status();
      },
      std::move(done));
}

void Registrar::GetChild(const auth::Caller& caller,
                         const v1::GetChildRequest& request,
                         Done<v1::GetChildResponse> done) const {
  Ruling ruling = Decide(parts_.mous(), caller, request.purpose(),
                         v1::ACTION_READ_RECORD, parts_.now());
  absl::StatusOr<v1::ChildRecord> shown = absl::UnknownError("");
  if (!ruling.admission.ok()) {
    shown = ruling.admission.status();
  } else if (const absl::Status named =
                 matching::CheckRecordId("record_id", request.record_id());
             !named.ok()) {
    shown = named;
  } else {
    shown = Show(*parts_.records, *parts_.hasher, request.record_id(), ruling);
  }
  if (!shown.ok()) return RefuseWith(parts_, ruling, shown.status(), done);
  v1::GetChildResponse response;
  *response.mutable_record() = *std::move(shown);
  Note(parts_.committer, ruling, absl::OkStatus(),
       [response = std::move(response), done](absl::Status status) {
         status.ok() ? done(response) : done(status);
       });
}

}  // namespace homeward::registration
