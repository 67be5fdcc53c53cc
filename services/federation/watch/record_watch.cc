#include "services/federation/watch/record_watch.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {
namespace {

using ::homeward::internal::v1::StoredDocument;

// How far the walk is, under one name.
constexpr char kWalk[] = "record_watch";
constexpr char kPlace[] = "place";

// The kind of document in which it stands of whom was told, by record id.
std::string ToldKind(const WatchTopic& topic) {
  return absl::StrCat(topic.name, "_told");
}

}  // namespace

RecordWatch::RecordWatch(std::string agency_id, Parts parts,
                         std::vector<WatchTopic> topics)
    : agency_id_(std::move(agency_id)), parts_(parts) {
  auth::CategorySet categories;
  for (WatchTopic& topic : topics) {
    categories |= topic.categories;
    watched_.push_back({std::move(topic)});
  }
  categories_ = categories.Values();
}

absl::Status RecordWatch::Restore() {
  for (Watched& watched : watched_) {
    const auto told = parts_.documents->List(ToldKind(watched.topic));
    if (!told.ok()) return told.status();
    for (const StoredDocument& document : *told) {
      watched.told[document.name()] = auth::ToTime(document.received_time());
    }
  }
  const auto walk = parts_.documents->List(kWalk);
  if (!walk.ok()) return walk.status();
  for (const StoredDocument& document : *walk) {
    place_ = document.envelope().payload();
    began_ = auth::ToTime(document.received_time());
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> RecordWatch::Step(absl::Time now, size_t limit) {
  // A clock that was set back must not end it for long.
  const bool is_due = now >= began_ + kWatchEvery || now < began_;
  if (place_.empty()) {
    if (!is_due) return false;
    began_ = now;
    whole_ = true;
    damaged_now_ = 0;
    for (Watched& watched : watched_) {
      watched.seen.clear();
      watched.told_now = 0;
    }
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

absl::Status RecordWatch::Look(const std::string& record_id, absl::Time now) {
  auto record = parts_.records->Load(record_id, categories_, now);
  // One that is damaged keeps nobody from the others.
  if (absl::IsDataLoss(record.status())) {
    ++damaged_now_;
    damaged_ = std::max<size_t>(damaged_, damaged_now_);
    return absl::OkStatus();
  }
  if (!record.ok()) return record.status();
  for (Watched& watched : watched_) {
    const Finding finding = record->has_value()
                                ? watched.topic.judge(**record, now)
                                : Finding::kForget;
    absl::Status heeded = Heed(finding, record_id, now, watched);
    if (!heeded.ok()) return heeded;
  }
  return absl::OkStatus();
}

absl::Status RecordWatch::Heed(Finding finding, const std::string& record_id,
                               absl::Time now, Watched& watched) {
  const auto told = watched.told.find(record_id);
  const bool is_told = told != watched.told.end();
  if (finding == Finding::kForget) {
    return is_told ? Forget(record_id, watched) : absl::OkStatus();
  }
  if (finding == Finding::kTell &&
      watched.told_now < watched.topic.most_a_walk &&
      (!is_told || now >= told->second + watched.topic.again)) {
    absl::Status put = Tell(record_id, now, watched);
    if (!put.ok()) return put;
  } else if (!is_told) {
    return absl::OkStatus();
  }
  watched.seen.insert(record_id);
  return absl::OkStatus();
}

absl::Status RecordWatch::Tell(const std::string& record_id, absl::Time now,
                               Watched& watched) {
  v1::Notice notice = watched.topic.notice;
  *notice.mutable_time() = auth::ToTimestamp(now);
  notice.set_asker_agency_id(agency_id_);
  notice.set_owner_agency_id(agency_id_);
  notice.add_record_ids(record_id);
  StoredDocument document;
  document.set_name(record_id);
  *document.mutable_received_time() = auth::ToTimestamp(now);
  // Both or neither: she is told of once, whatever becomes of the process.
  storage::Submission submission;
  absl::Status put = parts_.documents->Put(ToldKind(watched.topic), document,
                                           &submission.writes);
  if (put.ok()) put = parts_.desk->Tell(std::move(notice), submission);
  if (put.ok()) {
    put = storage::CommitAndWait(parts_.committer, std::move(submission));
  }
  if (!put.ok()) return put;
  watched.told[record_id] = now;
  ++watched.told_now;
  return absl::OkStatus();
}

absl::Status RecordWatch::EndWalk() {
  for (Watched& watched : watched_) {
    if (!whole_) break;
    // Their records are gone.
    const std::map<std::string, absl::Time> told = watched.told;
    for (const auto& [id, when] : told) {
      if (watched.seen.count(id) > 0) continue;
      absl::Status forgotten = Forget(id, watched);
      if (!forgotten.ok()) return forgotten;
    }
  }
  place_.clear();
  if (whole_) damaged_ = damaged_now_;
  return absl::OkStatus();
}

absl::Status RecordWatch::KeepPlace() {
  StoredDocument document;
  document.set_name(kPlace);
  document.mutable_envelope()->set_payload(place_);
  *document.mutable_received_time() = auth::ToTimestamp(began_);
  storage::Submission submission;
  absl::Status put = parts_.documents->Put(kWalk, document, &submission.writes);
  if (!put.ok()) return put;
  return storage::CommitAndWait(parts_.committer, std::move(submission));
}

absl::Status RecordWatch::Forget(const std::string& record_id,
                                 Watched& watched) {
  storage::Submission submission;
  absl::Status erased = parts_.documents->Erase(ToldKind(watched.topic),
                                                record_id, &submission.writes);
  if (erased.ok()) {
    erased = storage::CommitAndWait(parts_.committer, std::move(submission));
  }
  if (erased.ok()) watched.told.erase(record_id);
  return erased;
}

}  // namespace homeward::federation
