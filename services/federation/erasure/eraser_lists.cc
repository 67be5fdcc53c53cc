// What is told of erasures, and of what was shown.

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/erasure_events.h"
#include "services/federation/erasure/hindrances.h"
#include "services/federation/erasure/missing_reports.h"
#include "services/federation/withdrawal/withdrawal_erased.h"
#include "services/matching/record_id.h"
#include "storage/commit_and_wait.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDisclosure;
using internal::v1::StoredErasure;
using registration::Ruling;

constexpr size_t kMostListed = 1000;
constexpr int kMostShown = 5000;

// When the last thing became of it.
absl::Time LastOf(const v1::Erasure& erasure) {
  return auth::ToTime(IsGone(erasure) ? erasure.erase_time()
                                      : erasure.request_time());
}

bool IsOpen(const v1::Erasure& erasure) {
  return erasure.state() != v1::ERASURE_STATE_ERASED ||
         absl::c_any_of(erasure.holders(), [](const v1::ErasureHolder& holder) {
           return holder.acknowledged_count() < holder.copy_count();
         });
}

// Makes the entry of `ruling` durable; then what came of it may be told.
absl::Status KeepEntry(storage::Committer* committer, Ruling ruling,
                       const absl::Status& outcome) {
  if (outcome.ok()) ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  storage::Submission submission;
  submission.entries.push_back(EntryOf(ruling));
  absl::Status kept = storage::CommitAndWait(committer, std::move(submission));
  return kept.ok() ? outcome : kept;
}

v1::ShownOnce ShownOnceOf(const StoredDisclosure& disclosure) {
  v1::ShownOnce shown;
  shown.set_agency_id(disclosure.recipient_agency_id());
  *shown.mutable_time() = disclosure.decided_time();
  shown.set_purpose(disclosure.purpose());
  *shown.mutable_categories() = disclosure.categories();
  *shown.mutable_expiry_time() = disclosure.expiry_time();
  return shown;
}

}  // namespace

absl::StatusOr<std::vector<StoredDisclosure>> Eraser::DisclosuresOf(
    const std::string& record_id) const {
  auto all = parts_.disclosures->OfRecord(record_id);
  if (!all.ok()) return all.status();
  auto past = parts_.disclosures->PastOfRecord(record_id);
  if (!past.ok()) return past.status();
  absl::c_move(*past, std::back_inserter(*all));
  return all;
}

absl::StatusOr<v1::Erasure> Eraser::Told(const StoredErasure& erasure,
                                         absl::Time now) const {
  auto holders = HoldersOf(erasure.erasure().record_id(), *parts_.withdrawals,
                           *parts_.disclosures, now);
  if (!holders.ok()) return holders.status();
  v1::Erasure told = erasure.erasure();
  for (v1::ErasureHolder& holder : *holders) {
    *told.add_holders() = std::move(holder);
  }
  return told;
}

absl::StatusOr<v1::ListErasuresResponse> Eraser::List(
    const auth::Caller& caller, const v1::ListErasuresRequest& request) const {
  const absl::Time now = parts_.clock();
  Ruling ruling = RuleOnRights(*parts_.policy->current(), caller,
                               v1::ACTION_READ_RECORD, now);
  std::vector<v1::Erasure> listed;
  absl::Status told = ruling.admission.status();
  for (const StoredErasure& erasure : parts_.book->All()) {
    if (!told.ok()) break;
    auto one = Told(erasure, now);
    told = one.status();
    if (one.ok() && (!request.open_only() || IsOpen(*one))) {
      listed.push_back(*std::move(one));
    }
  }
  told = KeepEntry(parts_.committer, std::move(ruling), told);
  if (!told.ok()) return told;
  absl::c_sort(listed, [](const v1::Erasure& a, const v1::Erasure& b) {
    if (IsGone(a) != IsGone(b)) return IsGone(b);
    return LastOf(a) > LastOf(b);
  });
  if (listed.size() > kMostListed) listed.resize(kMostListed);
  v1::ListErasuresResponse response;
  for (v1::Erasure& erasure : listed) {
    *response.add_erasures() = std::move(erasure);
  }
  return response;
}

absl::StatusOr<v1::ListShownResponse> Eraser::ListShown(
    const auth::Caller& caller, const v1::ListShownRequest& request) const {
  const absl::Time now = parts_.clock();
  const auto policy = parts_.policy->current();
  Ruling ruling = RuleOnRights(*policy, caller, v1::ACTION_READ_RECORD, now);
  v1::ListShownResponse response;
  const absl::Status told = [&]() -> absl::Status {
    if (!ruling.admission.ok()) return ruling.admission.status();
    absl::Status named =
        matching::CheckRecordId("record_id", request.record_id());
    if (!named.ok()) return named;
    ruling.details.add_record_ids(request.record_id());
    const auto record =
        LoadFor(*parts_.records, request.record_id(), now, ruling);
    if (!record.ok()) return record.status();
    auto disclosures = DisclosuresOf(request.record_id());
    if (!disclosures.ok()) return disclosures.status();
    absl::c_sort(*disclosures, [](const StoredDisclosure& a,
                                  const StoredDisclosure& b) {
      return auth::ToTime(a.decided_time()) > auth::ToTime(b.decided_time());
    });
    const bool is_missing = HasOpenMissingReport(*record);
    for (const StoredDisclosure& disclosure : *disclosures) {
      if (IsForOpenCase(disclosure, *policy->case_withdrawals, now) ||
          (is_missing && disclosure.purpose() == v1::PURPOSE_MISSING_SEARCH)) {
        response.set_withheld_count(response.withheld_count() + 1);
      } else if (response.shown_size() == kMostShown) {
        response.set_older_count(response.older_count() + 1);
      } else {
        *response.add_shown() = ShownOnceOf(disclosure);
      }
    }
    return absl::OkStatus();
  }();
  const absl::Status kept =
      KeepEntry(parts_.committer, std::move(ruling), told);
  if (!kept.ok()) return kept;
  return response;
}

}  // namespace homeward::federation
