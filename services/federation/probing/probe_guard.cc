#include "services/federation/probing/probe_guard.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/federation/probing/lockout_rows.h"
#include "services/matching/describe.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/log/audit_entry.h"

namespace homeward::federation {
namespace {

constexpr size_t kChildHashBytes = 16;

v1::AuditEvent Event(const std::string& own_agency_id, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_LOCKOUT);
  event.set_responder_agency_id(own_agency_id);
  return event;
}

storage::AuditEntry Entry(const v1::AuditEvent& event,
                          const std::string& subject) {
  v1::AuditDetails details;
  details.set_subject(subject);
  return {event.SerializeAsString(), details.SerializeAsString()};
}

// What the own staff are told of `lockout`.
v1::Notice NoticeOf(const v1::ProbeLockout& lockout,
                    const std::string& own_agency_id, absl::Time now) {
  v1::Notice notice;
  notice.set_kind(v1::NOTICE_KIND_PROBING);
  *notice.mutable_time() = auth::ToTimestamp(now);
  notice.set_asker_agency_id(lockout.agency_id());
  notice.set_owner_agency_id(own_agency_id);
  notice.set_subject(lockout.subject());
  notice.set_purpose(lockout.purpose());
  return notice;
}

}  // namespace

ProbeGuard::ProbeGuard(Options options, const storage::DocumentStore* documents,
                       storage::Committer* committer)
    : options_(std::move(options)),
      documents_(documents),
      committer_(committer),
      limit_(options_.limits) {}

absl::Status ProbeGuard::Restore() {
  auto stored = LockoutRows(documents_).Read();
  if (!stored.ok()) return stored.status();
  absl::MutexLock lock(&mutex_);
  for (v1::ProbeLockout& lockout : *stored) {
    limit_.lockouts().Restore(std::move(lockout));
  }
  return absl::OkStatus();
}

std::string ProbeGuard::HashOf(const v1::ChildDescriptor& child,
                               absl::Time now) const {
  const auto named = matching::ChildKeyText(child, now);
  if (!named.ok()) return "";
  return options_.blind(*named).substr(0, kChildHashBytes);
}

void ProbeGuard::NoteBegun(std::vector<v1::ProbeLockout> lockouts,
                           LimitedQuestion& probe) const {
  for (const v1::ProbeLockout& lockout : lockouts) options_.began(lockout);
  absl::c_move(lockouts, std::back_inserter(probe.begun));
}

LimitedQuestion ProbeGuard::Ask(const auth::Caller& asker, v1::Purpose purpose,
                                const v1::ChildDescriptor& child,
                                absl::Time now) {
  LimitedQuestion probe;
  probe.question.agency_id = asker.agency_id();
  probe.question.subject = asker.staff()->subject();
  probe.question.purpose = purpose;
  probe.question.by_name = !child.has_record_id() && !child.has_identifier();
  probe.question.child_hash = HashOf(child, now);
  ProbeLimit::Verdict verdict;
  {
    absl::MutexLock lock(&mutex_);
    verdict = limit_.Admit(probe.question, now);
  }
  probe.allowed = verdict.allowed;
  probe.open = verdict.allowed;
  NoteBegun(std::move(verdict.begun), probe);
  return probe;
}

bool ProbeGuard::AdmitRecord(LimitedQuestion& probe,
                             const std::string& record_id, absl::Time now) {
  if (record_id.empty()) return true;
  v1::ChildDescriptor by_id;
  by_id.set_record_id(record_id);
  ProbeQuestion question = probe.question;
  question.record_hash = HashOf(by_id, now);
  // Asked for by its id, it is counted.
  if (question.record_hash == question.child_hash) return true;
  ProbeLimit::Verdict verdict;
  {
    absl::MutexLock lock(&mutex_);
    verdict = limit_.AdmitRecord(question, now);
  }
  probe.allowed = verdict.allowed;
  if (verdict.allowed) probe.question = std::move(question);
  NoteBegun(std::move(verdict.begun), probe);
  return verdict.allowed;
}

void ProbeGuard::End(LimitedQuestion& probe, ProbeEnd end, absl::Time now) {
  probe.open = false;
  std::vector<v1::ProbeLockout> begun;
  {
    absl::MutexLock lock(&mutex_);
    begun = limit_.End(probe.question, end, now);
  }
  NoteBegun(std::move(begun), probe);
}

absl::Status ProbeGuard::Keep(LimitedQuestion& probe, absl::Time now,
                              storage::Submission& submission) {
  if (probe.begun.empty()) return absl::OkStatus();
  std::vector<std::string> ended;
  {
    absl::MutexLock lock(&mutex_);
    ended = limit_.lockouts().TakeEnded(now);
    absl::c_move(later_, std::back_inserter(probe.begun));
    later_.clear();
  }
  const LockoutRows rows(documents_);
  for (const std::string& lockout_id : ended) {
    absl::Status erased = rows.Erase(lockout_id, &submission.writes);
    if (!erased.ok()) return erased;
  }
  for (const v1::ProbeLockout& lockout : probe.begun) {
    absl::Status put = rows.Put(lockout, &submission.writes);
    if (!put.ok()) return put;
    v1::AuditEvent event = Event(options_.agency_id, now);
    event.set_asker_agency_id(lockout.agency_id());
    event.set_purpose(probe.question.purpose);
    event.mutable_decision()->set_reason(v1::DECISION_REASON_PROBING);
    submission.entries.push_back(Entry(event, lockout.subject()));
    absl::Status told = options_.desk->Tell(
        NoticeOf(lockout, options_.agency_id, now), submission);
    if (!told.ok()) return told;
  }
  probe.begun.clear();
  return absl::OkStatus();
}

void ProbeGuard::EndAndKeep(LimitedQuestion& probe, ProbeEnd end,
                            absl::Time now) {
  if (probe.open) End(probe, end, now);
  if (end == ProbeEnd::kUntold || probe.begun.empty()) return;
  const std::vector<v1::ProbeLockout> begun = probe.begun;
  storage::Submission submission;
  absl::Status kept = Keep(probe, now, submission);
  if (kept.ok()) {
    kept = committer_->Submit(
        std::move(submission),
        [this, begun](const storage::SubmissionResult& result) {
          if (!result.status.ok()) KeepLater(begun);
        });
  }
  if (!kept.ok()) KeepLater(begun);
}

void ProbeGuard::KeepLater(const std::vector<v1::ProbeLockout>& lockouts) {
  absl::MutexLock lock(&mutex_);
  absl::c_copy(lockouts, std::back_inserter(later_));
}

std::vector<v1::ProbeLockout> ProbeGuard::InForce(absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  return limit_.lockouts().InForce(now);
}

absl::Status ProbeGuard::Lift(const std::string& lockout_id,
                              const auth::Caller& admin, absl::Time now) {
  std::vector<v1::ProbeLockout> lifted;
  {
    absl::MutexLock lock(&mutex_);
    lifted = limit_.lockouts().LiftedWith(lockout_id, now);
  }
  if (lifted.empty()) {
    return absl::NotFoundError("no lockout in force has this id");
  }
  storage::Submission submission;
  const LockoutRows rows(documents_);
  for (const v1::ProbeLockout& lockout : lifted) {
    absl::Status put = rows.Lift(lockout, &submission.writes);
    if (!put.ok()) return put;
  }
  v1::AuditEvent event = Event(options_.agency_id, now);
  event.set_asker_agency_id(options_.agency_id);
  for (const v1::Role role : admin.staff()->roles()) event.add_roles(role);
  submission.entries.push_back(Entry(event, admin.staff()->subject()));
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!committed.ok()) return committed;
  absl::MutexLock lock(&mutex_);
  limit_.Lift(lifted);
  return absl::OkStatus();
}

}  // namespace homeward::federation
