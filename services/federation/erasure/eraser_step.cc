// What an erasure does as time goes on.

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/erasure_events.h"
#include "services/federation/erasure/record_notices.h"
#include "services/matching/describe.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/engine/batch.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredErasure;

// How often notices are looked through while others change them.
constexpr int kTries = 5;
// So many disclosures are forgotten in one commit.
constexpr size_t kForgetAtOnce = 500;
// A notice of an answer that was being made meanwhile may come so late, and so
// may what was shown and is over.
constexpr absl::Duration kLateNotices = absl::Minutes(5);

absl::Status ForgetNotices(const Eraser::Parts& parts,
                           const std::string& record_id) {
  absl::Status forgotten;
  for (int tries = 0; tries < kTries; ++tries) {
    forgotten = ForgetRecord(*parts.notices, parts.committer, record_id);
    if (!absl::IsAborted(forgotten)) break;
  }
  forgotten.Update(parts.desk->Recount());
  return forgotten;
}

// Forgets to whom the record was shown, where that can't be taken back any
// more.
absl::Status ForgetShown(const Eraser::Parts& parts,
                         const std::string& record_id) {
  while (true) {
    storage::Submission submission;
    const auto more = parts.disclosures->ForgetPast(record_id, kForgetAtOnce,
                                                    &submission.writes);
    if (!more.ok()) return more.status();
    if (submission.writes.empty()) return absl::OkStatus();
    absl::Status forgotten =
        storage::CommitAndWait(parts.committer, std::move(submission));
    if (!forgotten.ok() || !*more) return forgotten;
  }
}

// What the desk and the node itself still know of a record that is gone.
absl::Status ForgetTraces(const Eraser::Parts& parts,
                          const std::string& record_id) {
  absl::Status forgotten = ForgetNotices(parts, record_id);
  return forgotten.ok() ? ForgetShown(parts, record_id) : forgotten;
}

// That nothing was decided of the matches of `record_id`.
absl::Status ForgetMatches(const Eraser::Parts& parts,
                           const std::string& record_id, absl::Time now,
                           storage::Batch* batch) {
  v1::ChildDescriptor child;
  child.set_record_id(record_id);
  const auto key = matching::ChildKeyText(child, now);
  if (!key.ok()) return key.status();
  auto known = parts.matches->Find(*key);
  if (!known.ok()) return known.status();
  if (!known->version.has_value()) return absl::OkStatus();
  known->matches.Clear();
  return parts.matches->Put(*key, *known, batch);
}

}  // namespace

absl::Status Eraser::Step(absl::Time now) {
  absl::MutexLock one(&erasing_);
  absl::Status all;
  for (const StoredErasure& erasure : parts_.book->All()) {
    all.Update(StepOne(erasure, now));
  }
  return all;
}

absl::Status Eraser::StepOne(const StoredErasure& erasure, absl::Time now) {
  const v1::Erasure& told = erasure.erasure();
  const absl::Time checked = auth::ToTime(told.check_time());
  switch (told.state()) {
    case v1::ERASURE_STATE_ERASING:
      return Finish(erasure, now);
    case v1::ERASURE_STATE_ERASED: {
      if (now < auth::ToTime(told.expiry_time())) {
        return now < auth::ToTime(told.erase_time()) + kLateNotices
                   ? ForgetTraces(parts_, told.record_id())
                   : absl::OkStatus();
      }
      storage::Submission submission;
      absl::Status forgotten =
          parts_.book->Forget(told.record_id(), submission);
      if (!forgotten.ok()) return forgotten;
      return storage::CommitAndWait(parts_.committer, std::move(submission));
    }
    default:
      // A clock that was set back must not end it for long.
      if (now >= checked && now < checked + kLookAgainEvery) {
        return absl::OkStatus();
      }
      return LookAgain(erasure, now);
  }
}

absl::Status Eraser::Finish(StoredErasure erasure, absl::Time now) {
  v1::Erasure& told = *erasure.mutable_erasure();
  absl::Status done = parts_.eraser->Destroy(told.record_id());
  if (done.ok()) done = ForgetTraces(parts_, told.record_id());
  if (!done.ok()) return done;
  told.set_state(v1::ERASURE_STATE_ERASED);
  storage::Submission submission;
  absl::Status put =
      ForgetMatches(parts_, told.record_id(), now, &submission.writes);
  if (put.ok()) put = parts_.keepings->Forget(told.record_id(), submission);
  if (put.ok()) put = parts_.book->Put(erasure, submission);
  if (!put.ok()) return put;
  submission.entries.push_back(EntryOf(erasure, now));
  return storage::CommitAndWait(parts_.committer, std::move(submission));
}

absl::Status Eraser::LookAgain(StoredErasure erasure, absl::Time now) {
  v1::Erasure& told = *erasure.mutable_erasure();
  const auto record =
      parts_.records->Load(told.record_id(), AllCategories(), now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return absl::OkStatus();
  const auto hindrances = HindrancesOf(**record, now);
  if (!hindrances.ok()) return hindrances.status();
  *told.mutable_check_time() = auth::ToTimestamp(now);
  told.mutable_hindrances()->Assign(hindrances->begin(), hindrances->end());
  const bool possible = hindrances->empty();
  told.set_state(possible ? v1::ERASURE_STATE_POSSIBLE
                          : v1::ERASURE_STATE_REFUSED);
  storage::Submission submission;
  if (possible && !erasure.told_possible()) {
    v1::Notice notice;
    notice.set_kind(v1::NOTICE_KIND_ERASURE);
    *notice.mutable_time() = auth::ToTimestamp(now);
    notice.set_asker_agency_id(parts_.agency_id);
    notice.set_owner_agency_id(parts_.agency_id);
    notice.set_purpose(v1::PURPOSE_SUBJECT_RIGHTS);
    notice.add_record_ids(told.record_id());
    absl::Status put = parts_.desk->Tell(std::move(notice), submission);
    if (!put.ok()) return put;
    submission.entries.push_back(EntryOf(erasure, now));
  }
  erasure.set_told_possible(possible);
  absl::Status put = parts_.book->Put(erasure, submission);
  if (!put.ok()) return put;
  return storage::CommitAndWait(parts_.committer, std::move(submission));
}

absl::StatusOr<bool> Eraser::WasErased(const std::string& source_record_id,
                                       absl::Time now) const {
  const auto gone = parts_.eraser->ErasedOfSource(source_record_id);
  if (!gone.ok()) return gone.status();
  return absl::c_any_of(*gone, [&](const std::string& record_id) {
    return parts_.book->IsTombstone(record_id, now);
  });
}

}  // namespace homeward::federation
