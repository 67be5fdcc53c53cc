#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/erasure.pb.h"
#include "storage/commit_group.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// What was asked to be erased, and the tombstones of what was. All of it is in
// the store, so that it outlives the process. Thread-safe.
class ErasureBook {
 public:
  // `documents` must outlive it, and the committer must have stopped before it
  // goes.
  explicit ErasureBook(const storage::DocumentStore* documents)
      : documents_(documents) {}

  // Takes up what is in the store. Call it before the rest. Blocks. Errors:
  // those of storage::DocumentStore::List().
  absl::Status Restore() ABSL_LOCKS_EXCLUDED(mutex_);

  // The erasure of the record `record_id`, if it was asked for.
  std::optional<internal::v1::StoredErasure> Find(
      const std::string& record_id) const ABSL_LOCKS_EXCLUDED(mutex_);
  // All of them, by record id.
  std::vector<internal::v1::StoredErasure> All() const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether the record was erased, and that is to be remembered at `now`.
  bool IsTombstone(const std::string& record_id, absl::Time now) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Adds `erasure` to `submission`, in place of what was known of the record.
  // It is found once that is committed. Errors: those of DocumentStore::Put().
  absl::Status Put(const internal::v1::StoredErasure& erasure,
                   storage::Submission& submission);
  // Adds that nothing is known of the record any more. Errors: those of
  // DocumentStore::Erase().
  absl::Status Forget(const std::string& record_id,
                      storage::Submission& submission);

 private:
  const storage::DocumentStore* const documents_;
  mutable absl::Mutex mutex_;
  std::map<std::string, internal::v1::StoredErasure> erasures_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_
