#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/desk/waiting.h"
#include "storage/notices/notice_store.h"

// How many notices wait, counted in memory.
namespace homeward::federation {

using storage::NoticeRange;
using storage::NoticeTable;

void Desk::Tally::Add(const v1::Notice& notice) {
  if (!v1::NoticeKind_IsValid(notice.kind()) ||
      !kinds.try_emplace(notice.notice_id(), notice.kind()).second) {
    return;
  }
  ++counts[notice.kind()];
  if (!notice.has_due_time()) return;
  tasks[notice.notice_id()] = {notice.kind(), auth::ToTime(notice.due_time())};
}

void Desk::Tally::Remove(const std::string& notice_id) {
  const auto found = kinds.find(notice_id);
  if (found == kinds.end()) return;
  --counts[found->second];
  kinds.erase(found);
  tasks.erase(notice_id);
}

void Desk::Count(const v1::Notice& notice) {
  absl::MutexLock lock(&mutex_);
  tally_.Add(notice);
  if (changes_.has_value()) changes_->came.push_back(notice);
}

void Desk::Discount(const v1::Notice& notice) {
  absl::MutexLock lock(&mutex_);
  tally_.Remove(notice.notice_id());
  if (changes_.has_value()) changes_->gone.push_back(notice.notice_id());
}

absl::StatusOr<Desk::Tally> Desk::ReadWaiting() const {
  Tally tally;
  NoticeRange range;
  while (true) {
    auto page = notices_->List(NoticeTable::kWaiting, range);
    if (!page.ok()) return page.status();
    for (const storage::KnownNotice& known : page->notices) {
      tally.Add(known.notice);
    }
    if (!page->more) return tally;
    range.after_id = page->notices.back().notice.notice_id();
  }
}

absl::Status Desk::Recount() {
  absl::MutexLock one(&recounting_);
  {
    absl::MutexLock lock(&mutex_);
    changes_.emplace();
  }
  auto read = ReadWaiting();
  absl::MutexLock lock(&mutex_);
  const Changes changes = *std::exchange(changes_, std::nullopt);
  if (!read.ok()) return read.status();
  // Whether or not they were read: an id comes once, and goes once after that.
  for (const v1::Notice& notice : changes.came) read->Add(notice);
  for (const std::string& id : changes.gone) read->Remove(id);
  tally_ = *std::move(read);
  return absl::OkStatus();
}

std::vector<WaitingNotices> Desk::Waiting(absl::Time now) const {
  std::array<WaitingNotices, v1::NoticeKind_ARRAYSIZE> kinds;
  {
    absl::MutexLock lock(&mutex_);
    for (size_t i = 0; i < kinds.size(); ++i) kinds[i].count = tally_.counts[i];
    for (const auto& [id, task] : tally_.tasks) {
      WaitingNotices& kind = kinds[task.kind];
      if (task.due <= now) ++kind.overdue;
      kind.first_due = std::min(kind.first_due, task.due);
    }
  }
  std::vector<WaitingNotices> waiting;
  for (size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].count == 0) continue;
    kinds[i].kind = static_cast<v1::NoticeKind>(i);
    waiting.push_back(kinds[i]);
  }
  return waiting;
}

}  // namespace homeward::federation
