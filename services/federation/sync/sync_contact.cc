#include "services/federation/sync/sync_contact.h"

#include <algorithm>
#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {
namespace {

// 2^10 times the interval is over any longest wait that makes sense.
constexpr int kMaxDoublings = 10;

}  // namespace

int CountOf(const v1::SharedDocuments& documents) {
  return (documents.has_directory() ? 1 : 0) +
         documents.revocation_lists_size() + documents.mous_size() +
         documents.mou_statements_size() + documents.case_withdrawals_size();
}

v1::SharedDocuments Bounded(const v1::SharedDocuments& all) {
  if (CountOf(all) <= kMaxSyncDocuments) return all;
  v1::SharedDocuments some;
  if (all.has_directory()) *some.mutable_directory() = all.directory();
  const auto full = [&] { return CountOf(some) == kMaxSyncDocuments; };
  for (int i = 0; !full(); ++i) {
    if (i < all.revocation_lists_size()) {
      *some.add_revocation_lists() = all.revocation_lists(i);
    }
    if (i < all.mous_size() && !full()) *some.add_mous() = all.mous(i);
    if (i < all.mou_statements_size() && !full()) {
      *some.add_mou_statements() = all.mou_statements(i);
    }
    if (i < all.case_withdrawals_size() && !full()) {
      *some.add_case_withdrawals() = all.case_withdrawals(i);
    }
  }
  return some;
}

v1::SharedDocuments CommonPart(v1::SharedDocuments documents) {
  documents.clear_mous();
  documents.clear_mou_statements();
  documents.clear_case_withdrawals();
  return documents;
}

v1::DocumentVersions CommonPart(v1::DocumentVersions versions) {
  versions.clear_mous();
  versions.clear_refused_mous();
  versions.clear_mou_statements();
  versions.clear_case_withdrawals_sha256();
  versions.clear_case_withdrawal_ids();
  return versions;
}

int64_t SyncContact::Begin(absl::Time now) {
  started_ = now;
  nudged_ = false;
  return ++number_;
}

void SyncContact::End(absl::Time next) {
  started_.reset();
  next_ = nudged_ ? absl::InfinitePast() : next;
  nudged_ = false;
}

bool SyncContact::Answered(int64_t number,
                           const v1::SynchronizeResponse& response, bool more,
                           absl::Time now, absl::Duration every) {
  if (!started_ || number != number_) return false;
  const auto their_now = auth::ToTime(response.now(), "now");
  clock_offset_.reset();
  if (response.has_now() && their_now.ok()) {
    // They looked at their clock between our two looks.
    clock_offset_ = *their_now - (*started_ + (now - *started_) / 2);
  }
  // At once, but not again and again to one who refuses what it is sent.
  const bool at_once = more && !theirs_.has_value();
  theirs_ = response.versions();
  last_contact_ = now;
  reachable_ = true;
  failures_ = 0;
  End(at_once ? now : now + every);
  return true;
}

bool SyncContact::Failed(int64_t number, absl::Time now, absl::Duration every,
                         absl::Duration max_wait, double fraction) {
  if (!started_ || number != number_) return false;
  reachable_ = false;
  failures_ = std::min(failures_ + 1, kMaxDoublings);
  const absl::Duration wait =
      std::min(every * (int64_t{1} << failures_), std::max(max_wait, every));
  // What was to be told is sent with the next exchange anyway.
  nudged_ = false;
  End(now + wait * fraction);
  return true;
}

void SyncContact::Nudge(absl::Time now) {
  if (started_) {
    nudged_ = true;
  } else {
    next_ = std::min(next_, now);
  }
}

v1::PeerStatus SyncContact::Status(const std::string& agency_id) const {
  v1::PeerStatus status;
  status.set_agency_id(agency_id);
  status.set_reachable(reachable_);
  if (last_contact_) {
    *status.mutable_last_contact_time() = auth::ToTimestamp(*last_contact_);
  }
  if (clock_offset_) {
    *status.mutable_clock_offset() =
        google::protobuf::util::TimeUtil::NanosecondsToDuration(
            absl::ToInt64Nanoseconds(*clock_offset_));
  }
  return status;
}

}  // namespace homeward::federation
