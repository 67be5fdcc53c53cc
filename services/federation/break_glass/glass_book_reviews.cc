#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/glass_events.h"
#include "services/federation/break_glass/glass_rows.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

// The reviews of broken glass: taken up here, and told to who was asked.
namespace homeward::federation {

using internal::v1::StoredBreakGlassReceipt;

absl::Status GlassBook::Check(const VerifiedReview& review, absl::Time now) {
  const std::string& reviewer = review.review.reviewer_subject();
  const std::string& teller = review.review.asker_agency_id();
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(DeedOf(review.review));
  if (found != entries_.end()) {
    const GlassEntry& entry = found->second;
    if (entry.statement.asker_subject() == reviewer ||
        entry.statement.approver_subject() == reviewer) {
      return absl::InvalidArgumentError(
          "review: who broke the glass, or approved it, may not be who reviews "
          "it");
    }
    if (entry.review.has_value() &&
        auth::ToTime(entry.review->review.reviewed_time()) >=
            auth::ToTime(review.review.reviewed_time())) {
      return absl::FailedPreconditionError(
          "review: there is one with this time or a later one");
    }
  }
  if (teller == agency_id_) {
    if (!Suspends({agency_id_, reviewer}, now)) return absl::OkStatus();
    return absl::FailedPreconditionError(
        "review: the account of the reviewer is suspended; another person must "
        "review it");
  }
  TokenBucket& bucket =
      tellers_.try_emplace(teller, kReviewsPerHour, now).first->second;
  if (!bucket.Has(now)) {
    return absl::ResourceExhaustedError("review: this agency tells too many");
  }
  bucket.Take();
  return absl::OkStatus();
}

absl::Status GlassBook::Review(const VerifiedReview& review, absl::Time now) {
  const Deed deed = DeedOf(review.review);
  absl::MutexLock one(&reviewing_);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(deed);
    if (found != entries_.end() && found->second.review.has_value() &&
        found->second.review->digest == review.digest) {
      return absl::OkStatus();
    }
  }
  absl::Status checked = Check(review, now);
  if (!checked.ok()) return checked;
  storage::Submission submission;
  absl::Status put = PutReview(*documents_, review, now, &submission.writes);
  if (!put.ok()) return put;
  submission.entries.push_back(ReviewedEntry(review, agency_id_, now));
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!committed.ok()) return committed;
  absl::MutexLock lock(&mutex_);
  GlassEntry& entry = entries_[deed];
  entry.review = review;
  entry.review_received = now;
  return absl::OkStatus();
}

std::vector<std::string> GlassBook::Debtors() const {
  std::set<std::string> debtors;
  absl::MutexLock lock(&mutex_);
  for (const auto& [deed, entry] : entries_) {
    for (const std::string& agency_id : entry.asked) {
      if (entry.Owes(agency_id)) debtors.insert(agency_id);
    }
  }
  return {debtors.begin(), debtors.end()};
}

std::optional<VerifiedReview> GlassBook::OpenOf(
    const std::string& agency_id) const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [deed, entry] : entries_) {
    if (entry.Owes(agency_id)) return entry.review;
  }
  return std::nullopt;
}

absl::Status GlassBook::Acknowledge(const std::string& agency_id,
                                    const VerifiedReview& review,
                                    const v1::TellReviewResponse& response,
                                    absl::Time now) {
  StoredBreakGlassReceipt receipt;
  receipt.set_owner_agency_id(agency_id);
  receipt.set_break_glass_sha256(review.review.break_glass_sha256());
  receipt.set_review_sha256(review.digest);
  *receipt.mutable_receipt() = response.receipt();
  receipt.set_signer_certificate(response.signer_certificate());
  storage::Submission submission;
  absl::Status put = PutReceipt(*documents_, receipt, &submission.writes);
  if (!put.ok()) return put;
  submission.entries.push_back(
      AcknowledgedEntry(review, agency_id, response.receipt().payload(), now));
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!committed.ok()) return committed;
  absl::MutexLock lock(&mutex_);
  entries_[{agency_id_, review.review.break_glass_sha256()}]
      .receipts[agency_id] = review.digest;
  return absl::OkStatus();
}

}  // namespace homeward::federation
