#include "services/registration/record_writes.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/facts/origin.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/registration/accounted_for.h"
#include "services/registration/record_access.h"
#include "storage/records/record_store.h"

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

}  // namespace

bool TellWho(const std::vector<v1::Claim>& claims) {
  return !claims.empty() && claims.front().has_identity();
}

bool MayTakeBack(const v1::Claim& claim, bool is_new_record) {
  return claim.has_consent() || (!is_new_record && auth::SpeaksOfOrigin(claim));
}

absl::Status WriteChild(const RegistrarParts& parts,
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

absl::Status WriteClaim(const RegistrarParts& parts,
                        const std::string& record_id, const v1::Claim& claim,
                        Ruling& ruling, v1::AddClaimResponse& response,
                        storage::Batch* batch) {
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

}  // namespace homeward::registration
