#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUT_ROWS_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUT_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/v1/probe.pb.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// The lockouts of a node in its store. One that is lifted leaves a row of its
// own: the row of its beginning may wait to be written, behind an answer that
// keeps time, and must not bring it back at the next start. Thread-safe.
//
// Errors: those of storage::DocumentStore, and DATA_LOSS if a row is damaged.
class LockoutRows {
 public:
  // `documents` must outlive it.
  explicit LockoutRows(const storage::DocumentStore* documents)
      : documents_(documents) {}

  // What is stored, in no order, for a start: nothing waits to be written then.
  // One that was lifted ended as it began, so that its rows are erased with
  // those of others that have ended.
  absl::StatusOr<std::vector<v1::ProbeLockout>> Read() const;

  // Adds to `batch` that it began.
  absl::Status Put(const v1::ProbeLockout& lockout,
                   storage::Batch* batch) const;
  // Adds to `batch` that it was lifted, whatever is written later.
  absl::Status Lift(const v1::ProbeLockout& lockout,
                    storage::Batch* batch) const;
  // Adds to `batch` that nothing is kept of it any more. Reads the store.
  absl::Status Erase(const std::string& lockout_id,
                     storage::Batch* batch) const;

 private:
  const storage::DocumentStore* const documents_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUT_ROWS_H_
