// What becomes of revocations as time goes on.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "services/federation/withdrawal/withdrawal_plan.h"
#include "storage/commit_group.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"
#include "storage/waiting/steady_time.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDocument;
using internal::v1::StoredRevocation;

// Operations for words that took nothing back, in one commit: with those of one
// word more, less than the committer takes.
constexpr size_t kIdleAtOnce = 900;
// Words of which the times are read at once.
constexpr size_t kDueAtOnce = 400;

}  // namespace

absl::StatusOr<std::vector<WithdrawalBook::Entry>> WithdrawalBook::EntriesOf(
    const StoredRevocation& revocation, absl::Time now, bool* damaged) const {
  auto disclosures = disclosures_->OfRecord(revocation.record_id(), damaged);
  if (disclosures.ok() && revocation.from_origin()) {
    disclosures = origin_copies_.Withheld(revocation.record_id(),
                                          *std::move(disclosures), now);
  }
  if (!disclosures.ok()) return disclosures.status();
  absl::MutexLock lock(&mutex_);
  auto planned =
      PlanWithdrawals(revocation, *disclosures, withdrawn_, agency_id_, now);
  if (!planned.ok()) return planned.status();
  std::vector<Entry> entries;
  for (v1::Withdrawal& withdrawal : *planned) {
    Entry& entry = entries.emplace_back();
    entry.stored.set_record_id(revocation.record_id());
    entry.stored.set_subject(revocation.subject());
    entry.stored.set_payload(withdrawal.SerializeAsString());
    entry.withdrawal = std::move(withdrawal);
  }
  return entries;
}

absl::Status WithdrawalBook::ScheduleAll(absl::Time now) {
  if (all_scheduled_) return absl::OkStatus();
  // It keeps nobody else's word from being looked at.
  bool damaged = false;
  const auto documents = documents_->List(kRevocations, &damaged);
  if (!documents.ok()) return documents.status();
  storage::Submission times;
  for (const StoredDocument& document : *documents) {
    documents_->Schedule(kRevocations, document.name(), now, &times.writes);
    if (times.writes.operations().size() < kIdleAtOnce) continue;
    absl::Status kept = Keep({}, std::exchange(times, {}), now);
    if (!kept.ok()) return kept;
  }
  absl::Status kept = Keep({}, std::move(times), now);
  all_scheduled_ = kept.ok();
  return kept.ok() && damaged ? absl::DataLossError("a word can't be read")
                              : kept;
}

std::optional<absl::Duration> WithdrawalBook::Settling(
    const std::string& name, const StoredRevocation& revocation,
    const Look& look) {
  absl::MutexLock lock(&mutex_);
  auto since = settling_.find(name);
  if (since == settling_.end()) {
    if (!HasBegun(revocation, look.now)) return std::nullopt;
    // It may have begun since the look before.
    const absl::Duration before =
        std::clamp(look.now - auth::ToTime(revocation.effective_time()),
                   absl::ZeroDuration(), look.unseen);
    since = settling_.emplace(name, storage::After(look.at, -before)).first;
  }
  if (revocation.settled()) return absl::InfiniteDuration();
  return storage::Between(since->second, look.at);
}

absl::Status WithdrawalBook::ExpandRevocations(const Look& look) {
  const absl::Time now = look.now;
  // In one commit, since most records were told to nobody.
  storage::Submission idle;
  absl::Status damaged;
  size_t unreadable_times = 0;
  std::string place;
  do {
    const auto page = documents_->DueBy(kRevocations, now, place, kDueAtOnce);
    if (!page.ok()) return page.status();
    unreadable_times += page->damaged;
    for (const auto& due : page->documents) {
      absl::Status expanded = ExpandRevocation(due, look, idle);
      // The store itself: nothing else can be done either.
      if (absl::IsUnavailable(expanded) ||
          absl::IsResourceExhausted(expanded)) {
        return expanded;
      }
      // What can't be read keeps nobody else's word from being acted on.
      if (!expanded.ok()) {
        damaged.Update(Postpone(due, std::move(expanded), now, idle));
      }
      if (idle.writes.operations().size() < kIdleAtOnce) continue;
      absl::Status kept = Keep({}, std::exchange(idle, {}), now);
      if (!kept.ok()) return kept;
    }
    place = page->next;
  } while (!place.empty());
  if (unreadable_times > 0) {
    damaged.Update(absl::DataLossError("the time of a word can't be read"));
  }
  {
    absl::MutexLock lock(&mutex_);
    unreadable_times_ = unreadable_times;
  }
  absl::Status kept = Keep({}, std::move(idle), now);
  return kept.ok() ? damaged : kept;
}

absl::Status WithdrawalBook::Postpone(
    const storage::DocumentStore::DueDocument& due, absl::Status unread,
    absl::Time now, storage::Submission& idle) {
  documents_->Unschedule(kRevocations, due, &idle.writes);
  documents_->Schedule(kRevocations, due.name, now + kLookAgain, &idle.writes);
  absl::MutexLock lock(&mutex_);
  unreadable_.insert(due.name);
  return unread;
}

absl::Status WithdrawalBook::ExpandRevocation(
    const storage::DocumentStore::DueDocument& due, const Look& look,
    storage::Submission& idle) {
  const absl::Time now = look.now;
  const auto document = documents_->Find(kRevocations, due.name);
  if (!document.ok()) return document.status();
  std::vector<Entry> entries;
  std::optional<absl::Time> next;
  if (document->has_value()) {
    const auto revocation = ReadDocument<StoredRevocation>(**document);
    if (!revocation.ok()) return revocation.status();
    const auto settling = Settling(due.name, *revocation, look);
    if (!settling.has_value()) {
      const absl::Time effective = auth::ToTime(revocation->effective_time());
      next = effective > now ? effective : now + kLookAgain;
    } else {
      if (const auto again = NextLook(*settling)) next = now + *again;
      bool damaged = false;
      auto found = EntriesOf(*revocation, now, &damaged);
      if (!found.ok()) return found.status();
      if (damaged) {
        absl::Status kept = Keep(*std::move(found), {}, now);
        return kept.ok() ? absl::DataLossError(kUnreadToldText) : kept;
      }
      entries = *std::move(found);
    }
  }
  {
    absl::MutexLock lock(&mutex_);
    unreadable_.erase(due.name);
    if (!next.has_value()) settling_.erase(due.name);
  }
  storage::Submission submission;
  storage::Batch* const writes =
      entries.empty() ? &idle.writes : &submission.writes;
  documents_->Unschedule(kRevocations, due, writes);
  if (next.has_value()) {
    documents_->Schedule(kRevocations, due.name, *next, writes);
  } else {
    absl::Status settled = documents_->Erase(kRevocations, due.name, writes);
    if (!settled.ok()) return settled;
  }
  return Keep(std::move(entries), std::move(submission), now);
}

}  // namespace homeward::federation
