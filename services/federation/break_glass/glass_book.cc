#include "services/federation/break_glass/glass_book.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "services/federation/break_glass/glass_rows.h"
#include "services/federation/break_glass/glass_sweep.h"

namespace homeward::federation {

using internal::v1::StoredBreakGlassReceipt;
using internal::v1::StoredBreakGlassUse;

absl::Status GlassBook::Restore() {
  auto rows = ReadGlassRows(*documents_);
  if (!rows.ok()) return rows.status();
  absl::MutexLock lock(&mutex_);
  for (const StoredBreakGlassUse& use : rows->uses) Add(use);
  for (KeptReview& kept : rows->reviews) {
    GlassEntry& entry = entries_[DeedOf(kept.review.review)];
    entry.review = std::move(kept.review);
    entry.review_received = kept.received;
  }
  for (const StoredBreakGlassReceipt& receipt : rows->receipts) {
    entries_[{agency_id_, receipt.break_glass_sha256()}]
        .receipts[receipt.owner_agency_id()] = receipt.review_sha256();
  }
  return absl::OkStatus();
}

void GlassBook::Add(const StoredBreakGlassUse& use) {
  // What is stored was verified: it can be parsed.
  v1::BreakGlass statement;
  statement.ParseFromString(use.statement().payload());
  const Deed deed = {statement.asker_agency_id(),
                     auth::Sha256(use.statement().payload())};
  GlassEntry& entry = entries_[deed];
  entry.statement = std::move(statement);
  const absl::Time used = auth::ToTime(use.used_time());
  entry.first_used = std::min(entry.first_used, used);
  entry.last_used = std::max(entry.last_used, used);
  if (IsOwn(entry)) {
    entry.text = use.text().text();
    entry.query_ids.insert(use.query_id());
    entry.asked.insert(use.asked_agency_ids().begin(),
                       use.asked_agency_ids().end());
  }
  accounts_[{entry.statement.asker_agency_id(),
             entry.statement.asker_subject()}]
      .insert(deed);
}

GlassReading GlassBook::Judge(GlassReading reading) const {
  if (!reading.glass.has_value()) return reading;
  const v1::BreakGlass& statement = reading.glass->statement();
  const Deed deed = {statement.asker_agency_id(), reading.glass->digest()};
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(deed);
  if (found != entries_.end() && found->second.review.has_value()) {
    return GlassReading::Worthless(v1::BREAK_GLASS_FINDING_REVIEWED);
  }
  if (statement.approver_subject().empty() &&
      Unreviewed(deed.first, deed) >= kMaxUnreviewed) {
    return GlassReading::Worthless(v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  }
  return reading;
}

int GlassBook::Unreviewed(const std::string& agency_id,
                          const Deed& deed) const {
  int count = 0;
  for (auto it = entries_.lower_bound({agency_id, ""});
       it != entries_.end() && it->first.first == agency_id; ++it) {
    const GlassEntry& entry = it->second;
    // One that is known by its review alone was never used here.
    const bool used = !entry.statement.asker_agency_id().empty();
    count += it->first != deed && used && !entry.review.has_value() &&
             entry.statement.approver_subject().empty();
  }
  return count;
}

bool GlassBook::IsSuspended(const std::string& agency_id,
                            const std::string& subject, absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  return Suspends({agency_id, subject}, now);
}

bool GlassBook::Suspends(const Account& account, absl::Time now) const {
  const auto deeds = accounts_.find(account);
  if (deeds == accounts_.end()) return false;
  return absl::c_any_of(deeds->second,
                        [&](const Deed& deed) ABSL_NO_THREAD_SAFETY_ANALYSIS {
                          return entries_.at(deed).Suspends(now);
                        });
}

absl::Status GlassBook::Put(const StoredBreakGlassUse& use,
                            storage::Batch* batch) const {
  return PutUse(*documents_, use, batch);
}

void GlassBook::Count(const StoredBreakGlassUse& use) {
  absl::MutexLock lock(&mutex_);
  Add(use);
}

absl::Status GlassBook::Prune(absl::Time now) {
  // No review may come for what is being forgotten. A use can't: a statement
  // that is over has expired long ago, or counts as reviewed until the end.
  absl::MutexLock one(&reviewing_);
  std::set<Deed> over;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [deed, entry] : entries_) {
      if (entry.IsOver(now)) over.insert(deed);
    }
  }
  if (over.empty()) return absl::OkStatus();
  absl::Status erased =
      EraseGlassRows(*documents_, agency_id_, over, committer_);
  if (!erased.ok()) return erased;
  absl::MutexLock lock(&mutex_);
  for (const Deed& deed : over) {
    const Account account = {deed.first,
                             entries_[deed].statement.asker_subject()};
    std::set<Deed>& deeds = accounts_[account];
    deeds.erase(deed);
    if (deeds.empty()) accounts_.erase(account);
    entries_.erase(deed);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::BreakGlassStatus> GlassBook::Find(absl::string_view digest,
                                                     absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  const Deed deed = {agency_id_, std::string(digest)};
  const auto found = entries_.find(deed);
  if (found == entries_.end() || !IsOwn(found->second)) {
    return absl::NotFoundError("own staff used no such statement");
  }
  return StatusOf(deed.second, found->second, now);
}

std::vector<v1::BreakGlassStatus> GlassBook::List(absl::Time now) const {
  std::vector<v1::BreakGlassStatus> statuses;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [deed, entry] : entries_) {
      if (IsOwn(entry)) statuses.push_back(StatusOf(deed.second, entry, now));
    }
  }
  SortByUrgency(statuses);
  return statuses;
}

}  // namespace homeward::federation
