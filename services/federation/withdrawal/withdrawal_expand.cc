// What becomes of what is out as time goes on.

#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/copies/copy_events.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "services/federation/withdrawal/withdrawal_plan.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/waiting/steady_time.h"

namespace homeward::federation {
namespace {

// So long after its time a recipient has surely erased an answer by itself.
constexpr absl::Duration kReceiptGrace = absl::Seconds(10);
// By which the clocks differ from one look to the next unless one was set.
constexpr absl::Duration kSameTime = absl::Seconds(1);
// Receipts and disclosures, in one commit.
constexpr size_t kAtOnce = 100;
// Withdrawals in one commit, each of 100 copies at most: half of what the
// committer takes.
constexpr size_t kWithdrawalsAtOnce = 100;

}  // namespace

absl::Status WithdrawalBook::Keep(std::vector<Entry> entries,
                                  storage::Submission submission,
                                  absl::Time now) {
  while (entries.size() > kWithdrawalsAtOnce) {
    const auto end = entries.begin() + kWithdrawalsAtOnce;
    absl::Status kept = KeepSome({std::make_move_iterator(entries.begin()),
                                  std::make_move_iterator(end)},
                                 storage::Submission(), now);
    if (!kept.ok()) return kept;
    entries.erase(entries.begin(), end);
  }
  return KeepSome(std::move(entries), std::move(submission), now);
}

absl::Status WithdrawalBook::KeepSome(std::vector<Entry> entries,
                                      storage::Submission submission,
                                      absl::Time now) {
  for (const Entry& entry : entries) {
    absl::Status put = Put(entry, &submission.writes);
    if (!put.ok()) return put;
    submission.entries.push_back(
        WithdrawnEntry(entry.stored, entry.withdrawal, "", now));
  }
  if (submission.writes.empty()) return absl::OkStatus();
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!committed.ok()) return committed;
  absl::MutexLock lock(&mutex_);
  for (Entry& entry : entries) Add(std::move(entry));
  return absl::OkStatus();
}

WithdrawalBook::Look WithdrawalBook::Begin(absl::Time now) {
  Look look = {now, steady_clock_(), absl::ZeroDuration()};
  const absl::Duration passed = storage::Between(expanded_, look.at);
  const absl::Duration behind = passed - (now - expanded_at_);
  if (absl::AbsDuration(behind) <= kSameTime) look.unseen = passed;
  // What waits for its time may wait for years.
  if (behind > kSameTime) all_scheduled_ = false;
  expanded_at_ = now;
  expanded_ = look.at;
  return look;
}

absl::Status WithdrawalBook::Expand(absl::Time now) {
  Look look;
  absl::Status first = [&] {
    absl::MutexLock walk(&walk_mutex_);
    look = Begin(now);
    return ScheduleAll(now);
  }();
  first.Update(ExpandRevocations(look));
  // What can't be read keeps nobody from being asked about the rest.
  bool damaged = false;
  const absl::Status asked = AskForReceipts(now, &damaged);
  first.Update(asked);
  // No receipt is asked for of what is forgotten.
  if (asked.ok()) first.Update(ForgetOver(now, &damaged));
  if (damaged) first.Update(absl::DataLossError(kUnreadToldText));
  absl::MutexLock walk(&walk_mutex_);
  first.Update(origin_walk_.Step(origin_copies_.States(), now, look.at));
  return first;
}

absl::Status WithdrawalBook::AskForReceipts(absl::Time now, bool* damaged) {
  auto due = disclosures_->ReceiptsDue(now - kReceiptGrace, kAtOnce, damaged);
  if (!due.ok()) return due.status();
  absl::StatusOr<std::vector<DueReceipt>> receipts = [&] {
    absl::MutexLock lock(&mutex_);
    return PlanReceipts(*due, withdrawn_, agency_id_, now);
  }();
  if (!receipts.ok()) return receipts.status();
  std::vector<Entry> entries;
  for (DueReceipt& receipt : *receipts) {
    Entry& entry = entries.emplace_back();
    entry.stored.set_record_id(receipt.record_id);
    entry.stored.set_payload(receipt.withdrawal.SerializeAsString());
    entry.withdrawal = std::move(receipt.withdrawal);
  }
  storage::Submission submission;
  for (const auto& disclosure : *due) {
    disclosures_->Settle(disclosure, &submission.writes);
  }
  return Keep(std::move(entries), std::move(submission), now);
}

absl::Status WithdrawalBook::ForgetOver(absl::Time now, bool* damaged) {
  auto over = disclosures_->Over(now - kForgetAfter, kAtOnce, damaged);
  if (!over.ok()) return over.status();
  storage::Submission submission;
  for (const auto& disclosure : *over) {
    absl::Status retired = disclosures_->Retire(disclosure, &submission.writes);
    if (!retired.ok()) return retired;
  }
  return Keep({}, std::move(submission), now);
}

}  // namespace homeward::federation
