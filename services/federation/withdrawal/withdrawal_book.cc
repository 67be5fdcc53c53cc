#include "services/federation/withdrawal/withdrawal_book.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "auth/facts/origin.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "services/federation/copies/copy_events.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "services/federation/withdrawal/withdrawal_plan.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/copies/copy_key.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDocument;
using internal::v1::StoredRevocation;
using internal::v1::StoredWithdrawal;

}  // namespace

absl::StatusOr<WithdrawalBook::Entry> WithdrawalBook::EntryOf(
    StoredWithdrawal stored) {
  Entry entry;
  v1::DeletionReceipt receipt;
  if (!entry.withdrawal.ParseFromString(stored.payload()) ||
      !receipt.ParseFromString(stored.receipt().payload())) {
    return absl::DataLossError("a stored withdrawal can't be read");
  }
  entry.erased_count = CountErased(receipt);
  entry.stored = std::move(stored);
  return entry;
}

absl::Status WithdrawalBook::Restore() {
  auto documents = documents_->List(kWithdrawals);
  if (!documents.ok()) return documents.status();
  absl::Status walked = [this] {
    absl::MutexLock walk(&walk_mutex_);
    return origin_walk_.Restore();
  }();
  if (!walked.ok()) return walked;
  absl::MutexLock lock(&mutex_);
  for (const StoredDocument& document : *documents) {
    auto stored = ReadDocument<StoredWithdrawal>(document);
    if (!stored.ok()) return stored.status();
    auto entry = EntryOf(*std::move(stored));
    if (!entry.ok()) return entry.status();
    Add(*std::move(entry));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> WithdrawalBook::Revoke(
    const std::string& record_id, const std::vector<v1::Claim>& claims,
    const std::string& subject, absl::Time now, storage::Batch* batch) const {
  std::vector<StoredRevocation> revocations;
  const auto add = [&](absl::Time from) -> StoredRevocation& {
    StoredRevocation& added = revocations.emplace_back();
    added.set_record_id(record_id);
    *added.mutable_effective_time() = auth::ToTimestamp(from);
    added.set_subject(subject);
    return added;
  };
  for (const v1::Claim& claim : claims) {
    if (!claim.has_consent()) continue;
    const auto from = RefusesFrom(claim.consent(), now);
    if (from.has_value()) *add(*from).mutable_consent() = claim.consent();
  }
  if (absl::c_any_of(claims, auth::SpeaksOfOrigin)) {
    add(now).set_from_origin(true);
  }
  for (const StoredRevocation& revocation : revocations) {
    absl::Status put = PutRevocation(*documents_, revocation, batch);
    if (!put.ok()) return put;
  }
  return !revocations.empty();
}

void WithdrawalBook::Add(Entry entry) {
  for (const v1::CopyName& copy : entry.withdrawal.copies()) {
    withdrawn_.insert(storage::CopyKey(copy));
  }
  const std::string id =
      absl::BytesToHexString(entry.withdrawal.withdrawal_id());
  entries_[id] = std::move(entry);
}

absl::Status WithdrawalBook::Put(const Entry& entry,
                                 storage::Batch* batch) const {
  return documents_->Put(
      kWithdrawals,
      DocumentOf(absl::BytesToHexString(entry.withdrawal.withdrawal_id()),
                 entry.stored),
      batch);
}

bool WithdrawalBook::IsWithdrawn(absl::string_view answer_sha256) const {
  v1::CopyName first;
  first.set_answer_sha256(std::string(answer_sha256));
  const std::string begin = storage::CopyKey(first);
  absl::MutexLock lock(&mutex_);
  const auto found = withdrawn_.lower_bound(begin);
  // All but the place is the answer's.
  return found != withdrawn_.end() &&
         found->compare(0, begin.size() - 1, begin, 0, begin.size() - 1) == 0;
}

size_t WithdrawalBook::Unreadable() const {
  absl::MutexLock lock(&mutex_);
  return unreadable_.size() + unreadable_times_;
}

std::vector<std::string> WithdrawalBook::Debtors() const {
  std::set<std::string> debtors;
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, entry] : entries_) {
    if (!entry.stored.has_receipt()) {
      debtors.insert(entry.withdrawal.recipient_agency_id());
    }
  }
  return {debtors.begin(), debtors.end()};
}

std::optional<WithdrawalBook::Open> WithdrawalBook::OldestOf(
    const std::string& agency_id) const {
  const std::pair<const std::string, Entry>* oldest = nullptr;
  absl::MutexLock lock(&mutex_);
  for (const auto& each : entries_) {
    if (each.second.stored.has_receipt() ||
        each.second.withdrawal.recipient_agency_id() != agency_id) {
      continue;
    }
    if (oldest == nullptr ||
        auth::ToTime(each.second.withdrawal.issued_time()) <
            auth::ToTime(oldest->second.withdrawal.issued_time())) {
      oldest = &each;
    }
  }
  if (oldest == nullptr) return std::nullopt;
  return Open{oldest->first, oldest->second.stored.payload()};
}

absl::Status WithdrawalBook::Acknowledge(const std::string& withdrawal_id,
                                         const v1::WithdrawResponse& response,
                                         const v1::DeletionReceipt& receipt,
                                         absl::Time now) {
  Entry entry;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(withdrawal_id);
    if (found == entries_.end()) return absl::OkStatus();
    entry = found->second;
  }
  *entry.stored.mutable_receipt() = response.receipt();
  entry.stored.set_receipt_certificate(response.signer_certificate());
  *entry.stored.mutable_acknowledged_time() = auth::ToTimestamp(now);
  entry.erased_count = CountErased(receipt);
  // The log has its receipt; nobody entered it, so nobody looks for it here.
  const bool is_over =
      entry.withdrawal.cause() == v1::WITHDRAWAL_CAUSE_TIME_OVER;
  storage::Submission submission;
  absl::Status put = is_over ? documents_->Erase(kWithdrawals, withdrawal_id,
                                                 &submission.writes)
                             : Put(entry, &submission.writes);
  if (!put.ok()) return put;
  submission.entries.push_back(WithdrawnEntry(
      entry.stored, entry.withdrawal, response.receipt().payload(), now));
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!committed.ok()) return committed;
  absl::MutexLock lock(&mutex_);
  if (is_over) {
    for (const v1::CopyName& copy : entry.withdrawal.copies()) {
      withdrawn_.erase(storage::CopyKey(copy));
    }
    entries_.erase(withdrawal_id);
  } else {
    entries_[withdrawal_id] = std::move(entry);
  }
  return absl::OkStatus();
}

std::vector<v1::WithdrawalStatus> WithdrawalBook::List(
    absl::string_view subject, bool open_only, size_t limit) const {
  std::vector<v1::WithdrawalStatus> listed;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [id, entry] : entries_) {
      const StoredWithdrawal& stored = entry.stored;
      if ((!subject.empty() && stored.subject() != subject) ||
          (open_only && stored.has_receipt())) {
        continue;
      }
      v1::WithdrawalStatus& status = listed.emplace_back();
      status.set_withdrawal_id(id);
      status.set_record_id(stored.record_id());
      status.set_recipient_agency_id(entry.withdrawal.recipient_agency_id());
      status.set_cause(entry.withdrawal.cause());
      status.set_copy_count(entry.withdrawal.copies_size());
      *status.mutable_issued_time() = entry.withdrawal.issued_time();
      status.set_erased_count(entry.erased_count);
      if (stored.has_receipt()) {
        *status.mutable_acknowledged_time() = stored.acknowledged_time();
      }
    }
  }
  absl::c_sort(
      listed, [](const v1::WithdrawalStatus& a, const v1::WithdrawalStatus& b) {
        if (a.has_acknowledged_time() != b.has_acknowledged_time()) {
          return b.has_acknowledged_time();
        }
        return auth::ToTime(a.issued_time()) > auth::ToTime(b.issued_time());
      });
  if (listed.size() > limit) listed.resize(limit);
  return listed;
}

}  // namespace homeward::federation
