#include "services/registration/registrar.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/matching/describe.h"
#include "services/matching/matcher.h"
#include "services/registration/disclosure.h"
#include "services/registration/intake.h"
#include "services/registration/journal.h"
#include "services/registration/validate_text.h"
#include "storage/engine/batch.h"

namespace homeward::registration {
namespace {

// What the matcher reads; see matching::DescribeClaims().
constexpr v1::Category kMatchCategories[] = {v1::CATEGORY_ID_MIN,
                                             v1::CATEGORY_ID_FULL};

// A request as the bytes by which a repetition is known.
std::string ContentOf(absl::string_view method,
                      const google::protobuf::Message& request) {
  std::string content = absl::StrCat(method, ":");
  google::protobuf::io::StringOutputStream stream(&content);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  request.SerializeToCodedStream(&coded);
  coded.Trim();
  return content;
}

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

// Reads `message` from an outcome that was stored.
absl::Status Recall(const std::string& outcome,
                    google::protobuf::Message& message) {
  return message.ParseFromString(outcome)
             ? absl::OkStatus()
             : absl::DataLossError("the outcome of a request is damaged");
}

// Ends `done` with `error` once the log has the entry.
template <typename T>
void RefuseWith(const RegistrarParts& parts, const Ruling& ruling,
                absl::Status error, Done<T> done) {
  Note(parts.committer, ruling, std::move(error),
       [done = std::move(done)](absl::Status status) { done(status); });
}

// The registration, prepared: writes nothing when it is known already.
absl::Status Register(const RegistrarParts& parts,
                      const v1::RegisterChildRequest& request,
                      const std::string& content,
                      const std::vector<v1::Claim>& claims, Ruling& ruling,
                      v1::RegisterChildResponse& response,
                      storage::Batch* batch) {
  const absl::Time now = ruling.admission->now();
  auto known = parts.requests->Find(request.request_id(), content);
  if (!known.ok()) return known.status();
  if (known->has_value()) return Recall(**known, response);
  std::optional<std::string> record_id;
  if (!request.source_record_id().empty()) {
    auto found = parts.records->FindSource(request.source_record_id(), now);
    if (!found.ok()) return found.status();
    record_id = *std::move(found);
  }
  auto added = WithTerms(*parts.records, record_id.value_or(""), claims, now);
  if (!added.ok()) return added.status();
  auto change =
      record_id.has_value()
          ? parts.records->Append(*record_id, *added, now)
          : parts.records->Create(*added, request.source_record_id(), now);
  if (!change.ok()) return change.status();
  response.Clear();
  response.set_record_id(change->record_id);
  response.set_created(change->created);
  for (size_t i = 0; i < change->claim_ids.size(); ++i) {
    if (change->added[i]) response.add_claim_ids(change->claim_ids[i]);
  }
  *batch = std::move(change->batch);
  return parts.requests->Put(request.request_id(), content,
                             response.SerializeAsString(), batch);
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

// A claim, prepared.
absl::Status Add(const RegistrarParts& parts, const std::string& request_id,
                 const std::string& content, const std::string& record_id,
                 const v1::Claim& claim, Ruling& ruling,
                 v1::AddClaimResponse& response, storage::Batch* batch) {
  const absl::Time now = ruling.admission->now();
  auto known = parts.requests->Find(request_id, content);
  if (!known.ok()) return known.status();
  if (known->has_value()) return Recall(**known, response);
  auto added = WithTerms(*parts.records, record_id, {claim}, now);
  if (!added.ok()) return added.status();
  auto change = parts.records->Append(record_id, *added, now);
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  response.set_added(change->added[0]);
  *batch = std::move(change->batch);
  return parts.requests->Put(request_id, content, response.SerializeAsString(),
                             batch);
}

// The claim of a photo, prepared. False when it was added before.
absl::StatusOr<bool> AddPhoto(const RegistrarParts& parts,
                              const std::string& request_id,
                              const std::string& content,
                              const std::string& record_id,
                              const v1::Claim& claim, Ruling& ruling,
                              v1::AddPhotoResponse& response,
                              storage::Batch* batch) {
  ruling.event.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
  auto known = parts.requests->Find(request_id, content);
  if (!known.ok()) return known.status();
  if (known->has_value()) {
    absl::Status recalled = Recall(**known, response);
    if (!recalled.ok()) return recalled;
    ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
    return false;
  }
  auto change =
      parts.records->Append(record_id, {{claim}, {}}, ruling.admission->now());
  if (!change.ok()) return change.status();
  response.set_claim_id(change->claim_ids[0]);
  response.set_photo_id(claim.photo().photo_id());
  ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  *batch = std::move(change->batch);
  absl::Status put = parts.requests->Put(request_id, content,
                                         response.SerializeAsString(), batch);
  if (!put.ok()) return put;
  return true;
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
  auto claims = ClaimsOf(request, caller.agency_id(), ruling->admission->now());
  if (!claims.ok()) return RefuseWith(parts_, *ruling, claims.status(), done);
  auto response = std::make_shared<v1::RegisterChildResponse>();
  auto work = std::make_shared<Work>();
  work->ruling = ruling;
  work->prepare = [this, request, claims = *std::move(claims), ruling, response,
                   content = ContentOf("RegisterChild", request)](
                      storage::Batch* batch) {
    ruling->details.clear_record_ids();
    ruling->details.clear_disclosed_fields();
    absl::Status status =
        Register(parts_, request, content, claims, *ruling, *response, batch);
    if (!status.ok()) return status;
    response->clear_possible_duplicates();
    AddAlike(parts_, claims, *ruling, *response);
    ruling->details.add_record_ids(response->record_id());
    ruling->event.set_outcome(v1::OUTCOME_ANSWERED);
    return absl::OkStatus();
  };
  work->done = [response, done](absl::Status status) {
    status.ok() ? done(*response) : done(status);
  };
  Perform(parts_.committer, parts_.run, std::move(work));
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
  auto claim = ClaimOf(request, caller.agency_id(), ruling->admission->now());
  if (!claim.ok()) return RefuseWith(parts_, *ruling, claim.status(), done);
  auto response = std::make_shared<v1::AddClaimResponse>();
  auto work = std::make_shared<Work>();
  work->ruling = ruling;
  ruling->details.add_record_ids(request.record_id());
  work->prepare = [this, request, claim = *std::move(claim), ruling, response,
                   content =
                       ContentOf("AddClaim", request)](storage::Batch* batch) {
    absl::Status status =
        Add(parts_, request.request_id(), content, request.record_id(), claim,
            *ruling, *response, batch);
    if (status.ok()) ruling->event.set_outcome(v1::OUTCOME_ANSWERED);
    return status;
  };
  work->done = [response, done](absl::Status status) {
    status.ok() ? done(*response) : done(status);
  };
  Perform(parts_.committer, parts_.run, std::move(work));
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

void Registrar::GetPhoto(const auth::Caller& caller,
                         const v1::GetPhotoRequest& request,
                         Done<PhotoContent> done) const {
  Ruling ruling = Decide(parts_.mous(), caller, request.purpose(),
                         v1::ACTION_READ_RECORD, parts_.now());
  if (!ruling.admission.ok()) {
    return RefuseWith(parts_, ruling, ruling.admission.status(), done);
  }
  auto shown = Show(*parts_.records, request.record_id(), ruling);
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
  auto ruling =
      std::make_unique<Ruling>(Decide(parts_.mous(), caller, header.purpose(),
                                      v1::ACTION_WRITE_RECORD, parts_.now()));
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  const absl::Time now = ruling->admission->now();
  auto claim = PhotoClaimOf(header, caller.agency_id(), now);
  if (!claim.ok()) return RefuseWith(parts_, *ruling, claim.status(), done);
  ruling->details.add_record_ids(header.record_id());
  auto upload = parts_.photos->Begin(header.record_id(), now);
  if (!upload.ok()) return RefuseWith(parts_, *ruling, upload.status(), done);
  std::shared_ptr<PhotoIntake> intake(new PhotoIntake);
  intake->parts_ = &parts_;
  intake->ruling_ = std::move(ruling);
  intake->request_id_ = header.request_id();
  intake->record_id_ = header.record_id();
  intake->content_ = ContentOf("AddPhoto", header);
  intake->claim_ = *std::move(claim);
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
  auto response = std::make_shared<v1::AddPhotoResponse>();
  auto work = std::make_shared<Work>();
  auto ruling = std::make_shared<Ruling>(std::move(*ruling_));
  work->ruling = ruling;
  work->prepare = [parts = parts_, ruling, request_id = request_id_,
                   record_id = record_id_, content = content_, claim = claim_,
                   upload = upload_, response](storage::Batch* batch) {
    absl::StatusOr<bool> added =
        AddPhoto(*parts, request_id, content, record_id, claim, *ruling,
                 *response, batch);
    if (added.ok() && *added) {
      upload->Complete(batch);
    } else {
      upload->Abandon();
    }
    return added.status();
  };
  work->done = [response, done = std::move(done)](absl::Status status) {
    status.ok() ? done(*response) : done(status);
  };
  upload_.reset();
  Perform(parts_->committer, parts_->run, std::move(work));
}

}  // namespace homeward::registration
