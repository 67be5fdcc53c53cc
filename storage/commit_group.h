#ifndef HOMEWARD_STORAGE_COMMIT_GROUP_H_
#define HOMEWARD_STORAGE_COMMIT_GROUP_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/engine/batch.h"
#include "storage/log/audit_entry.h"

// Which submissions can share one commit. Pure.
namespace homeward::storage {

// Writes that a caller wants, and what it wants remembered about them.
struct Submission {
  Batch writes;
  std::vector<AuditEntry> entries;
  // Called in order once all that is durable, and only then, before whoever
  // submitted it is told. On the committer's thread: each must be quick.
  std::vector<std::function<void()>> committed = {};
};

// OK if `submission` fits in a commit by itself, the log's own rows included.
//
// Errors:
//   INVALID_ARGUMENT    A key, a condition or an entry is outside its limits.
//   RESOURCE_EXHAUSTED  It is too large: cut it.
absl::Status CheckSubmission(const Submission& submission);

// Submissions that can be committed as one batch with the same outcome as one
// after the other, in the order in which they were added. Holds views into
// them: they must outlive it. Thread-compatible.
class CommitGroup {
 public:
  // Adds `submission`, and returns true, if it fits and is independent: none of
  // its conditions is on a row that an earlier one writes, or contradicts a
  // condition of an earlier one. Otherwise changes nothing; it belongs to a
  // later group. The first one that passed CheckSubmission() always fits.
  bool TryAdd(const Submission& submission);

 private:
  bool Fits(const Submission& submission) const;
  bool Independent(const Batch& writes) const;

  size_t operations_ = 0;
  size_t conditions_ = 0;
  size_t bytes_ = 0;
  absl::flat_hash_set<absl::string_view> written_;
  absl::flat_hash_map<absl::string_view, const Condition*> expected_;
};

// Adds the operations and conditions of `from` to `batch`; a condition that it
// has already is not repeated.
void AddTo(const Batch& from, Batch* batch);

// Whether `writes` has a condition on one of `keys`.
bool DependsOn(const Batch& writes, absl::Span<const std::string> keys);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COMMIT_GROUP_H_
