#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_ERASER_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_ERASER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/withdrawal.pb.h"
#include "storage/committer.h"
#include "storage/copies/copy_store.h"

namespace homeward::federation {

// Whether the time of `copy` is over at `now`.
bool IsOver(const internal::v1::StoredCopy& copy, absl::Time now);

// What is to be done about one copy.
struct Erasure {
  std::string copy_key;
  // Empty: its time is over. Else who takes it back, and by what.
  std::string owner_agency_id;
  std::string withdrawal_sha256;
  v1::WithdrawalCause cause = v1::WITHDRAWAL_CAUSE_UNSPECIFIED;
};

// Erases copies of other agencies' records: their keys first, then, under one
// commit for some at a time, what stays of each, with its entry in the log.
// Thread-safe. Calls block on the store.
class CopyEraser {
 public:
  // The pointers must outlive it.
  CopyEraser(std::string agency_id, storage::CopyStore* store,
             storage::Committer* committer)
      : agency_id_(std::move(agency_id)),
        store_(store),
        committer_(committer) {}

  // What erasures that take back meet here.
  struct Aim {
    // Those of what is kept, and may be taken back.
    std::vector<Erasure> kept;
    // How many of the others nothing is known of.
    int unknown = 0;
  };
  // Errors: those of CopyStore::Find().
  absl::StatusOr<Aim> AimOf(const std::vector<Erasure>& erasures) const;

  // Does `erasures`; what became of each, in their order. What is taken back
  // before it came is marked, so that it is never kept; what was erased long
  // ago, and whose time is over, is forgotten. Errors: those of CopyStore and
  // of storage::CommitAndWait(); ABORTED if others change the same again and
  // again. Some may be erased then.
  absl::StatusOr<std::vector<v1::DeletedCopy>> Erase(
      const std::vector<Erasure>& erasures, absl::Time now) const;

 private:
  // What one commit does: what becomes of each copy, those whose keys are
  // destroyed first, and the rows and entries.
  struct Attempt {
    std::vector<v1::DeletedCopy> results;
    std::vector<internal::v1::StoredCopy> doomed;
    storage::Submission submission;
  };

  absl::StatusOr<std::vector<v1::DeletedCopy>> TryErase(
      const std::vector<Erasure>& erasures, absl::Time now) const;
  // Adds what `erasure` does to `attempt`, its result last.
  absl::Status AddErasure(const Erasure& erasure, absl::Time now,
                          Attempt& attempt) const;

  const std::string agency_id_;
  storage::CopyStore* const store_;
  storage::Committer* const committer_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_ERASER_H_
