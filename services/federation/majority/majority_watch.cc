#include "services/federation/majority/majority_watch.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/notice.pb.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {
namespace {

using ::homeward::internal::v1::StoredDocument;

// Who was told of, by record id; and how far the walk is, under one name.
constexpr char kTold[] = "majority_told";
constexpr char kWalk[] = "majority_walk";
constexpr char kPlace[] = "place";

std::vector<v1::Category> AgeCategories() {
  std::vector<v1::Category> categories;
  auth::CategoriesOfFacts().ForEach(
      [&](v1::Category category) { categories.push_back(category); });
  return categories;
}

// By the age that decides of permits, whoever asks for what.
bool IsSurelyOfAge(const internal::v1::StoredRecord& record, absl::Time at) {
  return auth::ComputeRecordFacts(record, "", v1::PURPOSE_UNSPECIFIED, at)
             .age.min_years >= auth::kMajorityYears;
}

}  // namespace

absl::Status MajorityWatch::Restore() {
  const auto told = parts_.documents->List(kTold);
  if (!told.ok()) return told.status();
  for (const StoredDocument& document : *told) told_.insert(document.name());
  const auto walk = parts_.documents->List(kWalk);
  if (!walk.ok()) return walk.status();
  for (const StoredDocument& document : *walk) {
    place_ = document.envelope().payload();
    began_ = auth::ToTime(document.received_time());
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> MajorityWatch::Step(absl::Time now, size_t limit) {
  // A clock that was set back must not end it for long.
  const bool is_due = now >= began_ + kMajorityWalkEvery || now < began_;
  if (place_.empty()) {
    if (!is_due) return false;
    began_ = now;
    whole_ = true;
    seen_.clear();
  }
  const auto ids = parts_.walk->Next(place_, limit);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    absl::Status looked = Look(id, now);
    if (!looked.ok()) return looked;
    place_ = id;
  }
  if (ids->empty()) {
    absl::Status ended = EndWalk();
    if (!ended.ok()) return ended;
  }
  absl::Status kept = KeepPlace();
  if (!kept.ok()) return kept;
  return !place_.empty();
}

absl::Status MajorityWatch::Look(const std::string& record_id, absl::Time now) {
  auto record = parts_.records->Load(record_id, AgeCategories(), now);
  // One that is damaged keeps nobody from the others.
  if (absl::IsDataLoss(record.status())) return absl::OkStatus();
  if (!record.ok()) return record.status();
  const bool is_told = told_.count(record_id) > 0;
  if (!record->has_value() || IsSurelyOfAge(**record, now)) {
    return is_told ? Forget(record_id) : absl::OkStatus();
  }
  if (is_told) {
    seen_.insert(record_id);
    return absl::OkStatus();
  }
  if (!IsSurelyOfAge(**record, now + kMajorityNotice)) return absl::OkStatus();
  v1::Notice notice;
  notice.set_kind(v1::NOTICE_KIND_MAJORITY);
  *notice.mutable_time() = auth::ToTimestamp(now);
  notice.set_asker_agency_id(agency_id_);
  notice.set_owner_agency_id(agency_id_);
  notice.add_record_ids(record_id);
  StoredDocument document;
  document.set_name(record_id);
  *document.mutable_received_time() = auth::ToTimestamp(now);
  // Both or neither: she is told of once, whatever becomes of the process.
  storage::Submission submission;
  absl::Status put = parts_.documents->Put(kTold, document, &submission.writes);
  if (put.ok()) put = parts_.desk->Tell(std::move(notice), submission);
  if (put.ok()) {
    put = storage::CommitAndWait(parts_.committer, std::move(submission));
  }
  if (!put.ok()) return put;
  told_.insert(record_id);
  seen_.insert(record_id);
  return absl::OkStatus();
}

absl::Status MajorityWatch::EndWalk() {
  if (whole_) {
    // Their records are gone.
    const std::set<std::string> told = told_;
    for (const std::string& id : told) {
      if (seen_.count(id) > 0) continue;
      absl::Status forgotten = Forget(id);
      if (!forgotten.ok()) return forgotten;
    }
  }
  place_.clear();
  return absl::OkStatus();
}

absl::Status MajorityWatch::KeepPlace() {
  StoredDocument document;
  document.set_name(kPlace);
  document.mutable_envelope()->set_payload(place_);
  *document.mutable_received_time() = auth::ToTimestamp(began_);
  storage::Submission submission;
  absl::Status put = parts_.documents->Put(kWalk, document, &submission.writes);
  if (!put.ok()) return put;
  return storage::CommitAndWait(parts_.committer, std::move(submission));
}

absl::Status MajorityWatch::Forget(const std::string& record_id) {
  storage::Submission submission;
  absl::Status erased =
      parts_.documents->Erase(kTold, record_id, &submission.writes);
  if (erased.ok()) {
    erased = storage::CommitAndWait(parts_.committer, std::move(submission));
  }
  if (!erased.ok()) return erased;
  told_.erase(record_id);
  return absl::OkStatus();
}

}  // namespace homeward::federation
