#include "services/registration/journal.h"

#include <string>
#include <utility>

#include "storage/commit_group.h"
#include "storage/log/audit_entry.h"

namespace homeward::registration {
namespace {

constexpr int kAttempts = 5;

storage::AuditEntry EntryOf(const Ruling& ruling) {
  return {ruling.event.SerializeAsString(), ruling.details.SerializeAsString()};
}

absl::Status Overloaded() {
  return absl::ResourceExhaustedError(
      "too many writes wait; nothing changed; try again later");
}

void Attempt(storage::Committer* committer,
             std::function<bool(std::function<void()>)> run,
             std::shared_ptr<const Work> work, int attempts_left) {
  storage::Submission submission;
  absl::Status prepared = work->prepare(&submission.writes);
  if (!prepared.ok()) {
    return Note(committer, *work->ruling, std::move(prepared), work->done);
  }
  submission.entries.push_back(EntryOf(*work->ruling));
  const absl::Status queued = committer->Submit(
      std::move(submission),
      [committer, run, work, attempts_left](storage::SubmissionResult result) {
        if (!absl::IsAborted(result.status)) return work->done(result.status);
        if (attempts_left <= 1) return work->done(Overloaded());
        const bool taken = run([committer, run, work, attempts_left] {
          Attempt(committer, run, work, attempts_left - 1);
        });
        if (!taken) work->done(Overloaded());
      });
  if (!queued.ok()) work->done(queued);
}

}  // namespace

void Perform(storage::Committer* committer,
             std::function<bool(std::function<void()>)> run,
             std::shared_ptr<const Work> work) {
  Attempt(committer, std::move(run), std::move(work), kAttempts);
}

void Note(storage::Committer* committer, const Ruling& ruling,
          absl::Status outcome, std::function<void(absl::Status)> done) {
  storage::Submission submission;
  submission.entries.push_back(EntryOf(ruling));
  const absl::Status queued = committer->Submit(
      std::move(submission), [outcome, done](storage::SubmissionResult result) {
        done(result.status.ok() ? outcome : result.status);
      });
  if (!queued.ok()) done(queued);
}

}  // namespace homeward::registration
