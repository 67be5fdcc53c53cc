#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_WALK_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_WALK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "storage/committer.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"
#include "storage/waiting/steady_time.h"

namespace homeward::federation {

// So long after the directory named other states no answer is decided by those
// before any more: as long as a revocation is looked at again
// (kSettleRevocation), by the steady clock as well, so that what is found then
// is looked at once.
inline constexpr absl::Duration kSettleStates = absl::Minutes(1);

// Sees to it that what the country of origin has is looked at again when the
// directory names other states: of every record of which something is out, some
// at a time. How far it is does not outlive the process; that it has come to
// the end does. Thread-compatible.
class OriginWalk {
 public:
  // The pointers must outlive it.
  OriginWalk(const storage::DocumentStore* documents,
             const storage::DisclosureStore* disclosures,
             storage::Committer* committer)
      : documents_(documents),
        disclosures_(disclosures),
        committer_(committer) {}

  // Takes up what is in the store. Call it before Step(). Blocks. Errors: those
  // of storage::DocumentStore::List().
  absl::Status Restore();

  // Goes on at `now`, by the steady clock `at`, while `named`
  // (OriginCopies::States()) are not the states of the last walk that came to
  // its end, or others may have been named since that no step was told of:
  // directories came and went meanwhile. Writes a word for some more records,
  // which WithdrawalBook::Expand() finds. Blocks. Errors: those of the store,
  // and of storage::CommitAndWait(); what was not written is, the next time.
  absl::Status Step(const internal::v1::StoredNamedStates& named,
                    absl::Time now, storage::SteadyTime at);

 private:
  // While other states were named answers were decided by them: also if those
  // of the last walk are named again, the next has yet to look at these. Where
  // none is named nothing is withheld, so that a walk to there need not come to
  // its end.
  absl::Status ForgetWalked();
  // Adds to `batch` that all was looked at by `named`.
  absl::Status PutWalked(const internal::v1::StoredNamedStates& named,
                         storage::Batch* batch) const;
  // The states of the last walk are named again, by a later directory.
  absl::Status GoOnFrom(const internal::v1::StoredNamedStates& named);

  const storage::DocumentStore* const documents_;
  const storage::DisclosureStore* const disclosures_;
  storage::Committer* const committer_;
  // Of the last walk that came to its end, unless others were named since.
  internal::v1::StoredNamedStates walked_;
  // Of this walk, and since when they are known. Nothing: there is none.
  internal::v1::StoredNamedStates states_;
  std::optional<storage::SteadyTime> since_;
  // Where it goes on.
  std::string place_;
  // The records of the page before: one that goes on in the next has its word.
  std::vector<std::string> last_page_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_WALK_H_
