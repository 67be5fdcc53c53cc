#include "storage/commit_and_wait.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::storage {

absl::Status CommitAndWait(Committer* committer, Submission submission) {
  absl::Notification done;
  absl::Status status;
  absl::Status queued =
      committer->Submit(std::move(submission), [&](SubmissionResult result) {
        status = std::move(result.status);
        done.Notify();
      });
  if (!queued.ok()) return queued;
  done.WaitForNotification();
  return status;
}

}  // namespace homeward::storage
