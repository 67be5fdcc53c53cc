#include "services/registration/attachments.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/registration/admit_claims.h"
#include "services/registration/disclosure.h"
#include "services/registration/intake.h"
#include "services/registration/journal.h"
#include "services/registration/once.h"
#include "services/registration/record_access.h"
#include "services/registration/registrar.h"
#include "services/registration/reply.h"
#include "services/registration/validate/validate_text.h"
#include "storage/engine/batch.h"
#include "storage/records/attachment_store.h"

// The use cases of a Registrar that carry photos and recordings.
namespace homeward::registration {
namespace {

// INVALID_ARGUMENT unless `claim_id` is empty or a consent in `record`.
absl::Status CheckConsent(const internal::v1::StoredRecord& record,
                          const std::string& claim_id) {
  const bool known =
      claim_id.empty() ||
      absl::c_any_of(record.claims(), [&](const v1::Claim& claim) {
        return claim.has_consent() && claim.claim_id() == claim_id;
      });
  return known ? absl::OkStatus()
               : Invalid("consent_claim_id",
                         "is no claim of a consent in this record");
}

// The claim of an attachment whose bytes are stored, added to the child's
// record.
template <typename Kind>
absl::Status AddAttachment(const RegistrarParts& parts,
                           const std::string& record_id, const v1::Claim& claim,
                           Ruling& ruling, typename Kind::AddResponse& response,
                           storage::Batch* batch) {
  // Asked again: she may have been protected while the bytes came.
  auto known = FindToAdd(*parts.records, {record_id}, {claim}, ruling);
  if (!known.ok()) return known.status();
  if (!known->record.has_value()) return RefuseToAdd(*known, ruling);
  auto change =
      parts.records->Append(record_id, {{claim}, {}}, ruling.admission->now());
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  Kind::SetId(Kind::IdOf(Kind::Of(claim)), response);
  *batch = std::move(change->batch);
  return absl::OkStatus();
}

}  // namespace

template <typename Kind>
void Registrar::GetAttachment(const auth::Caller& caller,
                              const typename Kind::GetRequest& request,
                              Done<AttachmentContent> done) const {
  Ruling ruling = Decide(parts_.mous(), caller, request.purpose(),
                         v1::ACTION_READ_RECORD, parts_.now());
  if (!ruling.admission.ok()) {
    return RefuseWith(parts_, ruling, ruling.admission.status(), done);
  }
  auto shown =
      Show(*parts_.records, *parts_.hasher, request.record_id(), ruling);
  if (!shown.ok()) return RefuseWith(parts_, ruling, shown.status(), done);
  AttachmentContent content;
  content.parts_ = &parts_;
  content.record_id_ = request.record_id();
  content.id_ = Kind::IdOf(request);
  for (const v1::Claim& claim : shown->claims()) {
    const typename Kind::Fact& fact = Kind::Of(claim);
    if (!Kind::IsIn(claim) || Kind::IdOf(fact) != content.id_) continue;
    content.chunk_count_ =
        storage::AttachmentChunks(static_cast<size_t>(fact.size_bytes()));
  }
  if (content.chunk_count_ == 0) {
    ruling.event.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
    return RefuseWith(
        parts_, ruling,
        absl::NotFoundError(absl::StrCat("this record has no such ",
                                         Kind::kName, " for the caller")),
        done);
  }
  Note(parts_.committer, ruling, absl::OkStatus(),
       [content = std::move(content), done](absl::Status status) {
         status.ok() ? done(content) : done(status);
       });
}

absl::StatusOr<std::string> AttachmentContent::ReadChunk(size_t number) const {
  return parts_->attachments->ReadChunk(record_id_, id_, number, parts_->now());
}

template <typename Kind>
void Registrar::BeginAttachment(
    const auth::Caller& caller, const typename Kind::Header& header,
    Done<std::shared_ptr<AttachmentIntake<Kind>>> done) const {
  auto [ruling, claims] =
      AdmitClaims(parts_, caller, header.purpose(), [&](absl::Time now) {
        return Alone(AttachmentClaimOf<Kind>(header, caller.agency_id(), now));
      });
  if (!claims.ok()) return RefuseWith(parts_, *ruling, claims.status(), done);
  ruling->details.add_record_ids(header.record_id());
  auto known =
      FindToAdd(*parts_.records, {header.record_id()}, *claims, *ruling);
  if (!known.ok()) return RefuseWith(parts_, *ruling, known.status(), done);
  if (!known->record.has_value()) {
    absl::Status refused = RefuseToAdd(*known, *ruling);
    return RefuseWith(parts_, *ruling, std::move(refused), done);
  }
  const absl::Status consent =
      CheckConsent(*known->record, header.consent_claim_id());
  if (!consent.ok()) return RefuseWith(parts_, *ruling, consent, done);
  auto upload =
      parts_.attachments->Begin(header.record_id(), ruling->admission->now());
  if (!upload.ok()) return RefuseWith(parts_, *ruling, upload.status(), done);
  std::shared_ptr<AttachmentIntake<Kind>> intake(new AttachmentIntake<Kind>);
  intake->parts_ = &parts_;
  intake->ruling_ = std::move(ruling);
  intake->record_id_ = header.record_id();
  intake->key_ = KeyOf(Kind::kAddMethod, header);
  intake->claim_ = std::move(claims->front());
  intake->upload_ = *std::move(upload);
  done(std::move(intake));
}

template <typename Kind>
absl::Status AttachmentIntake<Kind>::Take(absl::string_view bytes) {
  return upload_->Write(bytes);
}

template <typename Kind>
void AttachmentIntake<Kind>::Fail(const absl::Status& error,
                                  Done<typename Kind::AddResponse> done) {
  upload_.reset();
  RefuseWith(*parts_, *ruling_, error, std::move(done));
}

template <typename Kind>
void AttachmentIntake<Kind>::Finish(Done<typename Kind::AddResponse> done) {
  const absl::Status flushed = upload_->Flush();
  if (!flushed.ok()) return Fail(flushed, std::move(done));
  typename Kind::Fact& fact = Kind::In(claim_);
  if (upload_->sha256() != fact.sha256()) {
    return Fail(Invalid("sha256", "is not that of the bytes; send them again"),
                std::move(done));
  }
  Kind::SetId(upload_->id(), fact);
  fact.set_size_bytes(static_cast<int64_t>(upload_->size_bytes()));
  Write<typename Kind::AddResponse>(
      *parts_, ruling_,
      [parts = parts_, key = key_, record_id = record_id_, claim = claim_,
       ruling = ruling_, upload = std::move(upload_)](
          typename Kind::AddResponse& response, storage::Batch* batch) {
        const absl::StatusOr<bool> added =
            Once(*parts->requests, key, response, batch, [&] {
              return AddAttachment<Kind>(*parts, record_id, claim, *ruling,
                                         response, batch);
            });
        if (added.ok() && *added) {
          upload->Complete(batch);
        } else {
          upload->Abandon();
        }
        return added.status();
      },
      std::move(done));
}

template class AttachmentIntake<PhotoKind>;
template class AttachmentIntake<RecordingKind>;

template void Registrar::BeginAttachment<PhotoKind>(
    const auth::Caller&, const v1::PhotoHeader&,
    Done<std::shared_ptr<AttachmentIntake<PhotoKind>>>) const;
template void Registrar::BeginAttachment<RecordingKind>(
    const auth::Caller&, const v1::RecordingHeader&,
    Done<std::shared_ptr<AttachmentIntake<RecordingKind>>>) const;

template void Registrar::GetAttachment<PhotoKind>(
    const auth::Caller&, const v1::GetPhotoRequest&,
    Done<AttachmentContent>) const;
template void Registrar::GetAttachment<RecordingKind>(
    const auth::Caller&, const v1::GetRecordingRequest&,
    Done<AttachmentContent>) const;

}  // namespace homeward::registration
