#include "services/federation/break_glass/suspension.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/federation/break_glass/glass_events.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {

absl::Status CheckNotSuspended(const auth::Caller& caller,
                               const GlassBook& book,
                               storage::Committer* committer, absl::Time now) {
  const auth::Staff& staff = *caller.staff();
  if (!book.IsSuspended(staff.agency_id(), staff.subject(), now)) {
    return absl::OkStatus();
  }
  storage::Submission submission;
  submission.entries.push_back(SuspendedEntry(staff, now));
  absl::Status logged =
      storage::CommitAndWait(committer, std::move(submission));
  return logged.ok() ? absl::PermissionDeniedError(kSuspendedText) : logged;
}

}  // namespace homeward::federation
