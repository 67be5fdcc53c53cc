#ifndef HOMEWARD_STORAGE_COMMIT_AND_WAIT_H_
#define HOMEWARD_STORAGE_COMMIT_AND_WAIT_H_

#include "absl/status/status.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::storage {

// Submits `submission` and waits until it is durable or has failed: for rare
// changes, on a thread that may block. Never call it on the committer's thread
// or on a gRPC thread. Errors: those of Committer::Submit() and of
// SubmissionResult.
absl::Status CommitAndWait(Committer* committer, Submission submission);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COMMIT_AND_WAIT_H_
