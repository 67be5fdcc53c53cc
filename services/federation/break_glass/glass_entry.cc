#include "services/federation/break_glass/glass_entry.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"

namespace homeward::federation {
namespace {

constexpr size_t kShownBytes = 16;

bool IsDue(const v1::BreakGlassStatus& status) {
  return status.has_review_due_time() &&
         status.verdict() == v1::BREAK_GLASS_VERDICT_UNSPECIFIED;
}

// The smaller comes first.
std::pair<int, absl::Duration> Urgency(const v1::BreakGlassStatus& status) {
  const absl::Time epoch = absl::UnixEpoch();
  if (IsDue(status)) {
    return {status.suspends() ? 0 : 1,
            auth::ToTime(status.review_due_time()) - epoch};
  }
  return {status.suspends() ? 0 : 2,
          epoch - auth::ToTime(status.opened_time())};
}

}  // namespace

absl::Time GlassEntry::due() const {
  return statement.approver_subject().empty() ? first_used + kReviewWithin
                                              : absl::InfiniteFuture();
}

bool GlassEntry::Suspends(absl::Time now) const {
  if (review.has_value()) {
    return review->review.verdict() != v1::BREAK_GLASS_VERDICT_JUSTIFIED;
  }
  return now >= due();
}

bool GlassEntry::IsOver(absl::Time now) const {
  if (statement.asker_subject().empty()) {
    return now >= review_received + kKeepUnused;
  }
  const bool settled =
      review.has_value()
          ? review->review.verdict() == v1::BREAK_GLASS_VERDICT_JUSTIFIED
          : due() == absl::InfiniteFuture();
  return settled &&
         now >= std::max(last_used, review_received) + kKeepSettled &&
         absl::c_none_of(asked, [this](const std::string& agency_id) {
           return Owes(agency_id);
         });
}

bool GlassEntry::Owes(const std::string& agency_id) const {
  if (!review.has_value() || asked.count(agency_id) == 0) return false;
  const auto receipt = receipts.find(agency_id);
  return receipt == receipts.end() || receipt->second != review->digest;
}

v1::BreakGlassStatus StatusOf(const std::string& digest,
                              const GlassEntry& entry, absl::Time now) {
  const v1::BreakGlass& said = entry.statement;
  v1::BreakGlassStatus status;
  status.set_break_glass_sha256(digest);
  status.set_break_glass_id(
      absl::BytesToHexString(digest.substr(0, kShownBytes)));
  status.set_asker_subject(said.asker_subject());
  status.set_reason(said.reason());
  status.set_free_text(entry.text);
  status.set_purpose(said.purpose());
  *status.mutable_categories() = said.categories();
  *status.mutable_opened_time() = said.opened_time();
  *status.mutable_expiry_time() = said.expiry_time();
  status.set_approver_subject(said.approver_subject());
  if (entry.due() != absl::InfiniteFuture()) {
    *status.mutable_review_due_time() = auth::ToTimestamp(entry.due());
  }
  if (entry.review.has_value()) {
    status.set_verdict(entry.review->review.verdict());
    status.set_reviewer_subject(entry.review->review.reviewer_subject());
    *status.mutable_reviewed_time() = entry.review->review.reviewed_time();
  }
  for (const std::string& id : entry.query_ids) status.add_query_ids(id);
  for (const std::string& agency : entry.asked) {
    if (entry.review.has_value() && !entry.Owes(agency)) {
      status.add_told_agency_ids(agency);
    } else {
      status.add_untold_agency_ids(agency);
    }
  }
  status.set_suspends(entry.Suspends(now));
  return status;
}

bool IsOpen(const v1::BreakGlassStatus& status) {
  if (status.verdict() == v1::BREAK_GLASS_VERDICT_UNSPECIFIED) {
    return IsDue(status);
  }
  return !status.untold_agency_ids().empty();
}

void SortByUrgency(std::vector<v1::BreakGlassStatus>& statuses) {
  absl::c_stable_sort(statuses, [](const auto& a, const auto& b) {
    return Urgency(a) < Urgency(b);
  });
}

}  // namespace homeward::federation
