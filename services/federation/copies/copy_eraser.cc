#include "services/federation/copies/copy_eraser.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "services/federation/copies/copy_events.h"
#include "storage/commit_and_wait.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredCopy;

// How many copies are erased under one commit: each has a condition.
constexpr size_t kErasedAtOnce = 30;
// How often one is tried while another changes the same.
constexpr int kTries = 5;

// What stays of `copy` when it is erased, or taken back before it came.
void SetErased(v1::CopyState state, v1::WithdrawalCause cause, absl::Time now,
               StoredCopy& copy) {
  copy.clear_key_id();
  copy.clear_row_count();
  v1::KeptAnswer& answer = *copy.mutable_answer();
  answer.set_state(state);
  *answer.mutable_erased_time() = auth::ToTimestamp(now);
  answer.set_withdrawal_cause(cause);
}

}  // namespace

bool IsOver(const StoredCopy& copy, absl::Time now) {
  return auth::ToTime(copy.answer().expiry_time()) <= now;
}

absl::Status CopyEraser::AddErasure(const Erasure& erasure, absl::Time now,
                                    Attempt& attempt) const {
  const bool withdrawn = !erasure.owner_agency_id.empty();
  v1::DeletedCopy& result = attempt.results.emplace_back();
  result.set_state(v1::COPY_STATE_NEVER_KEPT);
  auto found = store_->Find(erasure.copy_key);
  if (!found.ok()) return found.status();
  StoredCopy after;
  if (found->has_value()) {
    after = (*found)->copy;
    if (withdrawn &&
        after.answer().owner_agency_id() != erasure.owner_agency_id) {
      return absl::OkStatus();
    }
    result.set_state(after.answer().state());
    if (after.answer().state() != v1::COPY_STATE_KEPT) {
      *result.mutable_erased_time() = after.answer().erased_time();
      if (!withdrawn) {
        store_->Forget(erasure.copy_key, **found, &attempt.submission.writes);
      }
      return absl::OkStatus();
    }
    if (!withdrawn && !IsOver(after, now)) return absl::OkStatus();
    attempt.doomed.push_back(after);
    result.set_state(v1::COPY_STATE_ERASED);
  } else if (!withdrawn) {
    return absl::OkStatus();
  }
  SetErased(result.state(), erasure.cause, now, after);
  if (withdrawn) {
    after.mutable_answer()->set_owner_agency_id(erasure.owner_agency_id);
  }
  *result.mutable_erased_time() = after.answer().erased_time();
  absl::Status marked =
      store_->Mark(erasure.copy_key, *found, after, &attempt.submission.writes);
  if (marked.ok() && result.state() == v1::COPY_STATE_ERASED) {
    attempt.submission.entries.push_back(
        ErasedEntry(agency_id_, after, erasure.withdrawal_sha256, now));
  }
  return marked;
}

absl::StatusOr<std::vector<v1::DeletedCopy>> CopyEraser::TryErase(
    const std::vector<Erasure>& erasures, absl::Time now) const {
  Attempt attempt;
  for (const Erasure& erasure : erasures) {
    absl::Status added = AddErasure(erasure, now, attempt);
    if (!added.ok()) return added;
  }
  // What they said is dead before anybody is told so.
  absl::Status destroyed = store_->DestroyKeys(attempt.doomed);
  if (!destroyed.ok()) return destroyed;
  if (!attempt.submission.writes.empty()) {
    absl::Status committed =
        storage::CommitAndWait(committer_, std::move(attempt.submission));
    if (!committed.ok()) return committed;
  }
  return std::move(attempt.results);
}

absl::StatusOr<std::vector<v1::DeletedCopy>> CopyEraser::Erase(
    const std::vector<Erasure>& erasures, absl::Time now) const {
  std::vector<v1::DeletedCopy> all;
  for (size_t at = 0; at < erasures.size(); at += kErasedAtOnce) {
    const std::vector<Erasure> some(
        erasures.begin() + static_cast<std::ptrdiff_t>(at),
        erasures.begin() + static_cast<std::ptrdiff_t>(
                               std::min(erasures.size(), at + kErasedAtOnce)));
    auto results = TryErase(some, now);
    for (int i = 1; i < kTries && absl::IsAborted(results.status()); ++i) {
      results = TryErase(some, now);
    }
    if (!results.ok()) return results.status();
    all.insert(all.end(), results->begin(), results->end());
  }
  return all;
}

absl::StatusOr<CopyEraser::Aim> CopyEraser::AimOf(
    const std::vector<Erasure>& erasures) const {
  Aim aim;
  for (const Erasure& erasure : erasures) {
    const auto found = store_->Find(erasure.copy_key);
    if (!found.ok()) return found.status();
    if (!found->has_value()) {
      ++aim.unknown;
      continue;
    }
    const v1::KeptAnswer& answer = (*found)->copy.answer();
    if (answer.state() == v1::COPY_STATE_KEPT &&
        answer.owner_agency_id() == erasure.owner_agency_id) {
      aim.kept.push_back(erasure);
    }
  }
  return aim;
}

}  // namespace homeward::federation
