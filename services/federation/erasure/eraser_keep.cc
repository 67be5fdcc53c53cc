// The word of own staff that a record is kept.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/retention.pb.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/erasure_events.h"
#include "services/matching/record_id.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {
namespace {

using registration::Ruling;

absl::Status CheckExpiry(const v1::KeepChildRequest& request, absl::Time now) {
  const auto expiry = auth::ToTime(request.expiry_time(), "expiry_time");
  if (!expiry.ok()) return expiry.status();
  if (*expiry <= now + kLongestKeeping) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "expiry_time: is more than two years from now; say it again then");
}

// That `request` has what its ground asks for, and nothing else.
absl::Status Check(const v1::KeepChildRequest& request, absl::Time now) {
  absl::Status named =
      matching::CheckRecordId("record_id", request.record_id());
  if (!named.ok()) return named;
  const bool has_clock = request.clock() != v1::RETENTION_CLOCK_UNSPECIFIED;
  switch (request.ground()) {
    case v1::KEEPING_GROUND_REVIEWED:
      if (!has_clock || !v1::RetentionClock_IsValid(request.clock())) {
        return absl::InvalidArgumentError(
            "clock: is required of what was reviewed, and one that is known "
            "here");
      }
      if (request.has_expiry_time()) {
        return absl::InvalidArgumentError(
            "expiry_time: a review starts the clock anew; leave it out");
      }
      return absl::OkStatus();
    case v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION:
      if (has_clock) {
        return absl::InvalidArgumentError(
            "clock: an investigation starts none anew; leave it out");
      }
      if (!request.has_expiry_time()) {
        return absl::InvalidArgumentError(
            "expiry_time: is required of an investigation");
      }
      return CheckExpiry(request, now);
    default:
      return absl::InvalidArgumentError(
          "ground: is required, and one that is known here");
  }
}

}  // namespace

absl::StatusOr<v1::KeepChildResponse> Eraser::Keep(
    const auth::Caller& caller, const v1::KeepChildRequest& request) {
  const absl::Time now = parts_.clock();
  // It must not be erased meanwhile.
  absl::MutexLock one(&erasing_);
  Ruling ruling = RuleOnRights(*parts_.policy->current(), caller,
                               v1::ACTION_WRITE_RECORD, now);
  ruling.event.set_kind(v1::AUDIT_KIND_KEPT);
  storage::Submission submission;
  auto kept = PrepareKeeping(request, now, ruling, submission);
  if (kept.ok()) {
    ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  } else {
    submission = {};
  }
  submission.entries.push_back(EntryOf(ruling));
  absl::Status committed =
      storage::CommitAndWait(parts_.committer, std::move(submission));
  if (!committed.ok()) return committed;
  return kept;
}

absl::StatusOr<v1::KeepChildResponse> Eraser::PrepareKeeping(
    const v1::KeepChildRequest& request, absl::Time now, Ruling& ruling,
    storage::Submission& submission) const {
  if (!ruling.admission.ok()) return ruling.admission.status();
  absl::Status valid = Check(request, now);
  if (!valid.ok()) return valid;
  ruling.event.set_keeping_ground(request.ground());
  ruling.details.add_record_ids(request.record_id());
  const auto record =
      LoadFor(*parts_.records, request.record_id(), now, ruling);
  if (!record.ok()) return record.status();
  v1::Keeping keeping;
  keeping.set_ground(request.ground());
  keeping.set_clock(request.clock());
  *keeping.mutable_said_time() = auth::ToTimestamp(now);
  if (request.has_expiry_time()) {
    *keeping.mutable_expiry_time() = request.expiry_time();
  }
  keeping.set_said_by(ruling.details.subject());
  auto keepings =
      parts_.keepings->Say(request.record_id(), keeping, now, submission);
  if (!keepings.ok()) return keepings.status();
  v1::KeepChildResponse response;
  response.mutable_keepings()->Assign(keepings->begin(), keepings->end());
  return response;
}

}  // namespace homeward::federation
