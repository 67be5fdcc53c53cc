#include "services/federation/desk/desk.h"

#include <cstddef>
#include <utility>

#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/desk/desk_roles.h"
#include "services/federation/desk/notice_pages.h"
#include "storage/commit_and_wait.h"
#include "storage/log/audit_entry.h"

namespace homeward::federation {
namespace {

using storage::NoticeRange;
using storage::NoticeTable;

// So many are deleted in one commit: each has a condition.
constexpr size_t kPrunedAtOnce = 60;
// How often one is tried while another changes the same.
constexpr int kTries = 5;

absl::Status NoNotice() {
  return absl::NotFoundError(
      "notice_id: there is no such notice for you; `homeward notices` lists "
      "them");
}

// Whether it is deleted, read or not, when it is old.
bool OnlyInforms(const v1::Notice& notice) { return !notice.has_due_time(); }

// Whether nobody will do it any more.
bool IsEnded(const v1::Notice& notice, absl::Time now) {
  return !OnlyInforms(notice) &&
         auth::ToTime(notice.due_time()) + kEndTasks <= now;
}

// `staff` is null where nobody did it.
storage::AuditEntry EntryOf(const v1::Notice& done,
                            const std::string& own_agency_id,
                            const auth::Staff* staff) {
  v1::AuditEvent event;
  *event.mutable_time() = done.acknowledged_time();
  event.set_kind(v1::AUDIT_KIND_NOTICE);
  event.set_query_id(done.query_id());
  event.set_asker_agency_id(own_agency_id);
  v1::AuditDetails details;
  if (staff != nullptr) {
    for (const v1::Role role : staff->roles()) event.add_roles(role);
    details.set_subject(staff->subject());
  }
  details.set_notice_id(done.notice_id());
  *details.mutable_record_ids() = done.record_ids();
  return {event.SerializeAsString(), details.SerializeAsString()};
}

}  // namespace

absl::Status Desk::Tell(v1::Notice notice, storage::Submission& submission) {
  auto id = storage::NoticeStore::NewId(auth::ToTime(notice.time()));
  if (!id.ok()) return id.status();
  notice.set_notice_id(*std::move(id));
  absl::Status put = notices_->Put(notice, &submission.writes);
  if (!put.ok()) return put;
  submission.committed.push_back(
      [this, notice = std::move(notice)] { Count(notice); });
  return absl::OkStatus();
}

absl::Status Desk::TellAll(std::vector<v1::Notice> notices,
                           storage::Submission& submission) {
  for (v1::Notice& notice : notices) {
    absl::Status told = Tell(std::move(notice), submission);
    if (!told.ok()) return told;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListNoticesResponse> Desk::List(
    const auth::Caller& caller, const v1::ListNoticesRequest& request) const {
  return ListNotices(*notices_, *caller.staff(), request);
}

absl::StatusOr<v1::AcknowledgeNoticeResponse> Desk::Acknowledge(
    const auth::Caller& caller, const std::string& notice_id, absl::Time now) {
  const auth::Staff& staff = *caller.staff();
  v1::AcknowledgeNoticeResponse response;
  for (int tries = 0; tries < kTries; ++tries) {
    auto waiting = notices_->Find(NoticeTable::kWaiting, notice_id);
    if (!waiting.ok()) return waiting.status();
    if (!waiting->has_value()) {
      auto done = notices_->Find(NoticeTable::kDone, notice_id);
      if (!done.ok()) return done.status();
      if (!done->has_value() || !Sees(staff, (*done)->notice.kind())) {
        return NoNotice();
      }
      *response.mutable_notice() = std::move((*done)->notice);
      return response;
    }
    v1::Notice& done = *response.mutable_notice();
    done = (*waiting)->notice;
    if (!Sees(staff, done.kind())) return NoNotice();
    if (IsHerOwn(staff, done)) {
      return absl::FailedPreconditionError(
          "notice_id: it tells of what you did yourself; another person must "
          "acknowledge it");
    }
    *done.mutable_acknowledged_time() = auth::ToTimestamp(now);
    done.set_acknowledged_by(staff.subject());
    storage::Submission submission;
    absl::Status added = AddDone(**waiting, done, &staff, submission);
    if (!added.ok()) return added;
    const absl::Status committed =
        storage::CommitAndWait(committer_, std::move(submission));
    if (committed.ok()) return response;
    if (!absl::IsAborted(committed)) return committed;
  }
  return absl::UnavailableError("others acknowledge the same; try again");
}

absl::Status Desk::AddDone(const storage::KnownNotice& waiting, v1::Notice done,
                           const auth::Staff* staff,
                           storage::Submission& submission) {
  absl::Status put = notices_->Acknowledge(waiting, done, &submission.writes);
  if (!put.ok()) return put;
  submission.entries.push_back(EntryOf(done, agency_id_, staff));
  submission.committed.push_back(
      [this, done = std::move(done)] { Discount(done); });
  return absl::OkStatus();
}

absl::Status Desk::Prune(absl::Time now) {
  absl::Status pruned = PruneTable(NoticeTable::kWaiting, now);
  pruned.Update(PruneTable(NoticeTable::kDone, now));
  return pruned;
}

absl::Status Desk::PruneTable(NoticeTable table, absl::Time now) {
  NoticeRange range;
  // Whatever was acknowledged so long ago happened before.
  range.until = now - kKeepNotices;
  range.limit = kPrunedAtOnce;
  while (true) {
    auto page = notices_->List(table, range);
    if (!page.ok()) return page.status();
    storage::Submission submission;
    for (const storage::KnownNotice& known : page->notices) {
      const v1::Notice& notice = known.notice;
      if (table == NoticeTable::kWaiting && IsEnded(notice, now)) {
        v1::Notice done = notice;
        *done.mutable_acknowledged_time() = auth::ToTimestamp(now);
        absl::Status ended =
            AddDone(known, std::move(done), /*staff=*/nullptr, submission);
        if (!ended.ok()) return ended;
        continue;
      }
      const bool over =
          table == NoticeTable::kWaiting
              ? OnlyInforms(notice)
              : auth::ToTime(notice.acknowledged_time()) < range.until;
      if (!over) continue;
      notices_->Erase(table, known, &submission.writes);
      if (table == NoticeTable::kWaiting) {
        submission.committed.push_back([this, notice] { Discount(notice); });
      }
    }
    if (!submission.writes.empty()) {
      absl::Status committed =
          storage::CommitAndWait(committer_, std::move(submission));
      if (!committed.ok()) return committed;
    }
    if (!page->more) return absl::OkStatus();
    range.after_id = page->notices.back().notice.notice_id();
  }
}

}  // namespace homeward::federation
