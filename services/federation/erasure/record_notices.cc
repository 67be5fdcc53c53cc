#include "services/federation/erasure/record_notices.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "homeward/v1/notice.pb.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {
namespace {

using storage::KnownNotice;
using storage::NoticeTable;

// Whether it tells of what people did, and not only of records.
bool TellsOfPeople(v1::NoticeKind kind) {
  return kind == v1::NOTICE_KIND_REVIEW || kind == v1::NOTICE_KIND_BREAK_GLASS;
}

absl::Status ForgetIn(NoticeTable table, const storage::NoticeStore& notices,
                      storage::Committer* committer,
                      const std::string& record_id) {
  storage::NoticeRange range;
  while (true) {
    const auto page = notices.List(table, range);
    if (!page.ok()) return page.status();
    for (const KnownNotice& known : page->notices) {
      v1::Notice rest = known.notice;
      auto& ids = *rest.mutable_record_ids();
      const auto end = std::remove(ids.begin(), ids.end(), record_id);
      if (end == ids.end()) continue;
      ids.erase(end, ids.end());
      storage::Submission submission;
      notices.Erase(table, known, &submission.writes);
      if (table == NoticeTable::kWaiting &&
          (!ids.empty() || TellsOfPeople(rest.kind()))) {
        // Of several writes to one row the last counts.
        absl::Status put = notices.Put(rest, &submission.writes);
        if (!put.ok()) return put;
      }
      absl::Status changed =
          storage::CommitAndWait(committer, std::move(submission));
      if (!changed.ok()) return changed;
    }
    if (!page->more) return absl::OkStatus();
    range.after_id = page->notices.back().notice.notice_id();
  }
}

}  // namespace

absl::Status ForgetRecord(const storage::NoticeStore& notices,
                          storage::Committer* committer,
                          const std::string& record_id) {
  absl::Status forgotten =
      ForgetIn(NoticeTable::kWaiting, notices, committer, record_id);
  if (!forgotten.ok()) return forgotten;
  return ForgetIn(NoticeTable::kDone, notices, committer, record_id);
}

}  // namespace homeward::federation
