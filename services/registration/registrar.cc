#include "services/registration/registrar.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/facts/origin.h"
#include "homeward/v1/claim.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/registration/accounted_for.h"
#include "services/registration/disclosure.h"
#include "services/registration/intake.h"
#include "services/registration/journal.h"
#include "services/registration/once.h"
#include "services/registration/record_access.h"
#include "services/registration/reply.h"
#include "storage/engine/batch.h"

namespace homeward::registration {
namespace {

// The claims, and all terms of `whole`, the record that they are added to.
storage::NewClaims WithTerms(internal::v1::StoredRecord whole,
                             std::vector<v1::Claim> claims) {
  for (const v1::Claim& claim : claims) *whole.add_claims() = claim;
  storage::NewClaims content{std::move(claims), {}};
  for (std::string& term :
       matching::IndexTerms(matching::DescribeClaims(whole.claims()))) {
    content.terms.push_back(
        {std::string(matching::kTermKind), std::move(term)});
  }
  return content;
}

// Whether `claims`, of a registration, say who she is.
bool TellWho(const std::vector<v1::Claim>& claims) {
  return !claims.empty() && claims.front().has_identity();
}

// Whether something that was disclosed may have to be taken back for `claim`.
// What a new record says of where she comes from was known to all who read it.
bool MayTakeBack(const v1::Claim& claim, bool is_new_record) {
  return claim.has_consent() || (!is_new_record && auth::SpeaksOfOrigin(claim));
}

// Has taken back what was disclosed, where words of `claims` that are new with
// `change` say so.
absl::Status Revoke(const RegistrarParts& parts,
                    const storage::RecordChange& change,
                    const std::vector<v1::Claim>& claims, const Ruling& ruling,
                    storage::Batch* batch) {
  std::vector<v1::Claim> words;
  for (size_t i = 0; i < claims.size(); ++i) {
    if (change.added[i] && MayTakeBack(claims[i], change.created)) {
      words.push_back(claims[i]);
    }
  }
  if (words.empty()) return absl::OkStatus();
  return parts.revoke(change.record_id, words, ruling.details.subject(),
                      ruling.admission->now(), batch);
}

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

// OK unless the record with this number was erased since she asked for it.
absl::Status CheckNotErased(const RegistrarParts& parts,
                            const std::string& source_record_id,
                            absl::Time now) {
  if (source_record_id.empty() || !parts.was_erased) return absl::OkStatus();
  const absl::StatusOr<bool> erased = parts.was_erased(source_record_id, now);
  if (!erased.ok()) return erased.status();
  if (!*erased) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "source_record_id: the record with this number was erased here, since "
      "the person whom it is about or her guardian asked for it, or its time "
      "was over");
}

// A child's record, made or added to: `response` says which.
absl::Status Register(const RegistrarParts& parts,
                      const std::string& source_record_id,
                      const std::vector<v1::Claim>& claims, Ruling& ruling,
                      v1::RegisterChildResponse& response,
                      storage::Batch* batch) {
  const absl::Time now = ruling.admission->now();
  storage::SourceRecord source{source_record_id, {}};
  if (!source_record_id.empty()) {
    auto found = parts.records->FindSource(source_record_id, now);
    if (!found.ok()) return found.status();
    source.known_record_ids = *std::move(found);
  }
  auto known =
      FindToAdd(*parts.records, source.known_record_ids, claims, ruling);
  if (!known.ok()) return known.status();
  if (!known->record.has_value()) {
    absl::Status here = CheckNotErased(parts, source_record_id, now);
    if (!here.ok()) return here;
    if (!TellWho(claims)) return RefuseToAdd(*known, ruling);
  }
  const std::string known_id =
      known->record.has_value() ? known->record->record_id() : "";
  absl::Status safe = CheckAccountedFor(parts, claims, known_id, ruling);
  if (!safe.ok()) return safe;
  // Where she may add to none that has the number, she is answered as if there
  // were none: with a record of her own.
  auto change =
      known->record.has_value()
          ? parts.records->Append(known->record->record_id(),
                                  WithTerms(*known->record, claims), now)
          : parts.records->Create(WithTerms({}, claims), source, now);
  if (!change.ok()) return change.status();
  response.set_record_id(change->record_id);
  response.set_created(change->created);
  for (size_t i = 0; i < change->claim_ids.size(); ++i) {
    if (change->added[i]) response.add_claim_ids(change->claim_ids[i]);
  }
  *batch = std::move(change->batch);
  return Revoke(parts, *change, claims, ruling, batch);
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

// A claim, added to the record that it is about.
absl::Status Add(const RegistrarParts& parts, const std::string& record_id,
                 const v1::Claim& claim, Ruling& ruling,
                 v1::AddClaimResponse& response, storage::Batch* batch) {
  auto known = FindToAdd(*parts.records, {record_id}, {claim}, ruling);
  if (!known.ok()) return known.status();
  if (!known->record.has_value()) return RefuseToAdd(*known, ruling);
  absl::Status safe = CheckAccountedFor(parts, {claim}, record_id, ruling);
  if (!safe.ok()) return safe;
  auto change = parts.records->Append(
      record_id, WithTerms(*known->record, {claim}), ruling.admission->now());
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  response.set_added(change->added[0]);
  *batch = std::move(change->batch);
  return Revoke(parts, *change, {claim}, ruling, batch);
}

}  // namespace

Registrar::Registrar(RegistrarParts parts) : parts_(std::move(parts)) {}

void Registrar::RegisterChild(const auth::Caller& caller,
                              const v1::RegisterChildRequest& request,
                              Done<v1::RegisterChildResponse> done) const {
  auto ruling =
      std::make_shared<Ruling>(Decide(parts_.mous(), caller, request.purpose(),
                                      v1::ACTION_WRITE_RECORD, parts_.now()));
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  const absl::Time now = ruling->admission->now();
  auto claims = ClaimsOf(request, caller.agency_id(), now);
  if (!claims.ok()) return RefuseWith(parts_, *ruling, claims.status(), done);
  RequireCategories(*claims, *ruling);
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  done = ThenActOn(*claims, /*is_new_record=*/true, parts_, std::move(done));
  Write<v1::RegisterChildResponse>(
      parts_, ruling,
      [this, source_record_id = request.source_record_id(),
       claims = *std::move(claims), ruling,
       key = KeyOf("RegisterChild", request)](
          v1::RegisterChildResponse& response, storage::Batch* batch) {
        ruling->details.clear_record_ids();
        ruling->details.clear_withheld_record_ids();
        ruling->details.clear_disclosed_fields();
        const absl::StatusOr<bool> done_now =
            Once(*parts_.requests, key, response, batch, [&] {
              return Register(parts_, source_record_id, claims, *ruling,
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
  auto ruling =
      std::make_shared<Ruling>(Decide(parts_.mous(), caller, request.purpose(),
                                      v1::ACTION_WRITE_RECORD, parts_.now()));
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  const absl::Time now = ruling->admission->now();
  auto claim = ClaimOf(request, caller.agency_id(), now);
  if (!claim.ok()) return RefuseWith(parts_, *ruling, claim.status(), done);
  RequireCategories({*claim}, *ruling);
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  ruling->details.add_record_ids(request.record_id());
  done = ThenActOn({*claim}, /*is_new_record=*/false, parts_, std::move(done));
  Write<v1::AddClaimResponse>(
      parts_, ruling,
      [this, record_id = request.record_id(), claim = *std::move(claim), ruling,
       key = KeyOf("AddClaim", request)](v1::AddClaimResponse& response,
                                         storage::Batch* batch) {
        return Once(*parts_.requests, key, response, batch,
                    [&] {
                      return Add(parts_, record_id, claim, *ruling, response,
                                 batch);
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
