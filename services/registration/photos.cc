#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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

// The use cases of a Registrar that carry photos.
namespace homeward::registration {
namespace {

// The claim of a photo whose bytes are stored, added to the child's record.
absl::Status AddPhoto(const RegistrarParts& parts, const std::string& record_id,
                      const v1::Claim& claim, Ruling& ruling,
                      v1::AddPhotoResponse& response, storage::Batch* batch) {
  // Asked again: she may have been protected while the bytes came.
  auto known = FindToAdd(*parts.records, {record_id}, {claim}, ruling);
  if (!known.ok()) return known.status();
  if (!known->record.has_value()) return RefuseToAdd(*known, ruling);
  auto change =
      parts.records->Append(record_id, {{claim}, {}}, ruling.admission->now());
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  response.set_photo_id(claim.photo().photo_id());
  *batch = std::move(change->batch);
  return absl::OkStatus();
}

}  // namespace

void Registrar::GetPhoto(const auth::Caller& caller,
                         const v1::GetPhotoRequest& request,
                         Done<PhotoContent> done) const {
  Ruling ruling = Decide(parts_.mous(), caller, request.purpose(),
                         v1::ACTION_READ_RECORD, parts_.now());
  if (!ruling.admission.ok()) {
    return RefuseWith(parts_, ruling, ruling.admission.status(), done);
  }
  auto shown =
      Show(*parts_.records, *parts_.hasher, request.record_id(), ruling);
  if (!shown.ok()) return RefuseWith(parts_, ruling, shown.status(), done);
  PhotoContent content;
  content.parts_ = &parts_;
  content.record_id_ = request.record_id();
  content.photo_id_ = request.photo_id();
  for (const v1::Claim& claim : shown->claims()) {
    if (!claim.has_photo() || claim.photo().photo_id() != request.photo_id()) {
      continue;
    }
    content.chunk_count_ =
        storage::PhotoChunks(static_cast<size_t>(claim.photo().size_bytes()));
  }
  if (content.chunk_count_ == 0) {
    ruling.event.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
    return RefuseWith(
        parts_, ruling,
        absl::NotFoundError("this record has no such photo for the caller"),
        done);
  }
  Note(parts_.committer, ruling, absl::OkStatus(),
       [content = std::move(content), done](absl::Status status) {
         status.ok() ? done(content) : done(status);
       });
}

absl::StatusOr<std::string> PhotoContent::ReadChunk(size_t number) const {
  return parts_->photos->ReadChunk(record_id_, photo_id_, number,
                                   parts_->now());
}

void Registrar::BeginPhoto(const auth::Caller& caller,
                           const v1::PhotoHeader& header,
                           Done<std::shared_ptr<PhotoIntake>> done) const {
  auto [ruling, claims] =
      AdmitClaims(parts_, caller, header.purpose(), [&](absl::Time now) {
        return Alone(PhotoClaimOf(header, caller.agency_id(), now));
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
  auto upload =
      parts_.photos->Begin(header.record_id(), ruling->admission->now());
  if (!upload.ok()) return RefuseWith(parts_, *ruling, upload.status(), done);
  std::shared_ptr<PhotoIntake> intake(new PhotoIntake);
  intake->parts_ = &parts_;
  intake->ruling_ = std::move(ruling);
  intake->record_id_ = header.record_id();
  intake->key_ = KeyOf("AddPhoto", header);
  intake->claim_ = std::move(claims->front());
  intake->upload_ = *std::move(upload);
  done(std::move(intake));
}

absl::Status PhotoIntake::Take(absl::string_view bytes) {
  return upload_->Write(bytes);
}

void PhotoIntake::Fail(const absl::Status& error,
                       Done<v1::AddPhotoResponse> done) {
  upload_.reset();
  RefuseWith(*parts_, *ruling_, error, std::move(done));
}

void PhotoIntake::Finish(Done<v1::AddPhotoResponse> done) {
  const absl::Status flushed = upload_->Flush();
  if (!flushed.ok()) return Fail(flushed, std::move(done));
  if (upload_->sha256() != claim_.photo().sha256()) {
    return Fail(Invalid("sha256", "is not that of the bytes; send them again"),
                std::move(done));
  }
  claim_.mutable_photo()->set_photo_id(upload_->photo_id());
  claim_.mutable_photo()->set_size_bytes(
      static_cast<int64_t>(upload_->size_bytes()));
  Write<v1::AddPhotoResponse>(
      *parts_, ruling_,
      [parts = parts_, key = key_, record_id = record_id_, claim = claim_,
       ruling = ruling_, upload = std::move(upload_)](
          v1::AddPhotoResponse& response, storage::Batch* batch) {
        const absl::StatusOr<bool> added =
            Once(*parts->requests, key, response, batch, [&] {
              return AddPhoto(*parts, record_id, claim, *ruling, response,
                              batch);
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

}  // namespace homeward::registration
