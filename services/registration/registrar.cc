#include "services/registration/registrar.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/matching/describe.h"
#include "services/matching/matcher.h"
#include "services/registration/disclosure.h"
#include "services/registration/intake.h"
#include "services/registration/journal.h"
#include "services/registration/once.h"
#include "services/registration/reply.h"
#include "services/registration/validate_text.h"
#include "storage/engine/batch.h"

namespace homeward::registration {
namespace {

// What the matcher reads; see matching::DescribeClaims().
constexpr v1::Category kMatchCategories[] = {v1::CATEGORY_ID_MIN,
                                             v1::CATEGORY_ID_FULL};

// The claims and all terms of the record that they are added to.
absl::StatusOr<storage::NewClaims> WithTerms(
    const storage::RecordStore& records, const std::string& record_id,
    std::vector<v1::Claim> claims, absl::Time now) {
  internal::v1::StoredRecord whole;
  if (!record_id.empty()) {
    auto known = records.Load(record_id, kMatchCategories, now);
    if (!known.ok()) return known.status();
    if (!known->has_value()) {
      return absl::NotFoundError("this node has no such record");
    }
    whole = **std::move(known);
  }
  for (const v1::Claim& claim : claims) *whole.add_claims() = claim;
  storage::NewClaims content{std::move(claims), {}};
  for (std::string& term :
       matching::IndexTerms(matching::DescribeClaims(whole.claims()))) {
    content.terms.push_back(
        {std::string(storage::kMatchTerm), std::move(term)});
  }
  return content;
}

// Whether `claims`, of a registration, say who she is.
bool TellWho(const std::vector<v1::Claim>& claims) {
  return !claims.empty() && claims.front().has_identity();
}

// A child's record, made or added to: `response` says which.
absl::Status Register(const RegistrarParts& parts,
                      const std::string& source_record_id,
                      const std::vector<v1::Claim>& claims, absl::Time now,
                      v1::RegisterChildResponse& response,
                      storage::Batch* batch) {
  std::optional<std::string> record_id;
  if (!source_record_id.empty()) {
    auto found = parts.records->FindSource(source_record_id, now);
    if (!found.ok()) return found.status();
    record_id = *std::move(found);
  }
  if (!record_id.has_value() && !TellWho(claims)) {
    return absl::NotFoundError("this node has no such record");
  }
  auto added = WithTerms(*parts.records, record_id.value_or(""), claims, now);
  if (!added.ok()) return added.status();
  auto change = record_id.has_value()
                    ? parts.records->Append(*record_id, *added, now)
                    : parts.records->Create(*added, source_record_id, now);
  if (!change.ok()) return change.status();
  response.set_record_id(change->record_id);
  response.set_created(change->created);
  for (size_t i = 0; i < change->claim_ids.size(); ++i) {
    if (change->added[i]) response.add_claim_ids(change->claim_ids[i]);
  }
  *batch = std::move(change->batch);
  return absl::OkStatus();
}

// Adds what may be the same child; never a reason to refuse her.
void AddAlike(const RegistrarParts& parts, const std::vector<v1::Claim>& claims,
              Ruling& ruling, v1::RegisterChildResponse& response) {
  internal::v1::StoredRecord record;
  for (const v1::Claim& claim : claims) *record.add_claims() = claim;
  auto alike =
      ShowAlike(*parts.records, matching::DescribeClaims(record.claims()),
                response.record_id(), ruling);
  if (!alike.ok()) return;
  for (v1::RecordMatch& match : *alike) {
    *response.add_possible_duplicates() = std::move(match);
  }
}

// A claim, added to the record that it is about.
absl::Status Add(const RegistrarParts& parts, const std::string& record_id,
                 const v1::Claim& claim, absl::Time now,
                 v1::AddClaimResponse& response, storage::Batch* batch) {
  auto added = WithTerms(*parts.records, record_id, {claim}, now);
  if (!added.ok()) return added.status();
  auto change = parts.records->Append(record_id, *added, now);
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  response.set_added(change->added[0]);
  *batch = std::move(change->batch);
  return absl::OkStatus();
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
  Write<v1::RegisterChildResponse>(
      parts_, ruling,
      [this, source_record_id = request.source_record_id(),
       claims = *std::move(claims), ruling, now,
       key = KeyOf("RegisterChild", request)](
          v1::RegisterChildResponse& response, storage::Batch* batch) {
        ruling->details.clear_record_ids();
        ruling->details.clear_disclosed_fields();
        const absl::StatusOr<bool> done_now =
            Once(*parts_.requests, key, response, batch, [&] {
              return Register(parts_, source_record_id, claims, now, response,
                              batch);
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
  Write<v1::AddClaimResponse>(
      parts_, ruling,
      [this, record_id = request.record_id(), claim = *std::move(claim), now,
       key = KeyOf("AddClaim", request)](v1::AddClaimResponse& response,
                                         storage::Batch* batch) {
        return Once(*parts_.requests, key, response, batch,
                    [&] {
                      return Add(parts_, record_id, claim, now, response,
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
  } else if (!matching::IsRecordId(request.record_id())) {
    shown = Invalid("record_id",
                    "is not agencies/{agency}/children/{32 hexadecimal "
                    "digits}");
  } else {
    shown = Show(*parts_.records, request.record_id(), ruling);
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
