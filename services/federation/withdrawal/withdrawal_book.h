#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_BOOK_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/withdrawal/origin_copies.h"
#include "services/federation/withdrawal/origin_walk.h"
#include "services/federation/withdrawal/revocations.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"
#include "storage/waiting/steady_time.h"

namespace homeward::federation {

// How long after its time a disclosure is forgotten: its recipient has erased
// it, whatever its clock says, so that nothing is left to take back.
inline constexpr absl::Duration kForgetAfter = absl::Hours(24);

// What an owner takes back, from the word that revokes until the recipient's
// receipt. All of it is in the store, so that it outlives the process.
// Thread-safe.
//
// Errors of calls that read or write: those of the store, and of
// storage::CommitAndWait().
class WithdrawalBook {
 public:
  // The pointers must outlive it.
  WithdrawalBook(
      std::string agency_id, const storage::DocumentStore* documents,
      const storage::DisclosureStore* disclosures,
      storage::Committer* committer, OriginCopies origin_copies,
      std::function<storage::SteadyTime()> steady_clock = storage::SteadyNow)
      : agency_id_(std::move(agency_id)),
        documents_(documents),
        disclosures_(disclosures),
        committer_(committer),
        origin_copies_(std::move(origin_copies)),
        steady_clock_(std::move(steady_clock)),
        origin_walk_(documents, disclosures, committer) {}

  // Takes up what is in the store. Call it before the rest. Blocks.
  absl::Status Restore() ABSL_LOCKS_EXCLUDED(mutex_, walk_mutex_);

  // Adds to `batch`, which stores `claims` in the record `record_id`, that
  // consent is revoked where they say so, and that what the country of origin
  // has is looked at again where they speak of it (auth::SpeaksOfOrigin()), by
  // `subject` at `now`. Returns whether they do. Nothing is taken back before
  // Expand().
  absl::StatusOr<bool> Revoke(const std::string& record_id,
                              const std::vector<v1::Claim>& claims,
                              const std::string& subject, absl::Time now,
                              storage::Batch* batch) const;

  // Decides what is to be taken back from whom by every revocation that counts
  // at `now`, and forgets some of what can't be taken back any more. Looks at
  // some more of what is out if the directory names other states. Blocks.
  //
  // Errors besides: DATA_LOSS, a row of the own store is damaged, or does not
  // open with the node's key; FAILED_PRECONDITION, the keyring is older than
  // the store. By what can't be read nothing is taken back: that can't be
  // undone, and who gave it back could not ask again. It is looked at again
  // each kLookAgain until it can be read, and keeps nothing else from being
  // done.
  absl::Status Expand(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_, walk_mutex_);

  // Whether something of the answer with this digest was taken back.
  bool IsWithdrawn(absl::string_view answer_sha256) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // How many revocations could not be carried out when they were last looked
  // at, since something can't be read; and how many of their times can't.
  size_t Unreadable() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Who has not acknowledged something.
  std::vector<std::string> Debtors() const ABSL_LOCKS_EXCLUDED(mutex_);

  // The oldest that `agency_id` has not acknowledged: its id and the bytes to
  // be signed.
  struct Open {
    std::string withdrawal_id;
    std::string payload;
  };
  std::optional<Open> OldestOf(const std::string& agency_id) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // `response`, whose receipt was verified as `receipt`, acknowledges the
  // withdrawal. Blocks.
  absl::Status Acknowledge(const std::string& withdrawal_id,
                           const v1::WithdrawResponse& response,
                           const v1::DeletionReceipt& receipt, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Those of `subject`, or of all if it is empty; the open ones first, then the
  // newest first, at most `limit`.
  std::vector<v1::WithdrawalStatus> List(absl::string_view subject,
                                         bool open_only, size_t limit) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    internal::v1::StoredWithdrawal stored;
    v1::Withdrawal withdrawal;  // The same as its payload.
    int erased_count = 0;       // By its receipt.
  };
  using Entries = std::map<std::string, Entry>;  // By id.

  // One call of Expand().
  struct Look {
    absl::Time now;
    storage::SteadyTime at;
    // For how long a word may have been there that no look saw. Zero where the
    // clock was set meanwhile, and of the first look.
    absl::Duration unseen;
  };

  static absl::StatusOr<Entry> EntryOf(internal::v1::StoredWithdrawal stored);
  void Add(Entry entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What `revocation` takes back that was not taken back yet. Whether there may
  // be more, since a row can't be read: `damaged`.
  absl::StatusOr<std::vector<Entry>> EntriesOf(
      const internal::v1::StoredRevocation& revocation, absl::Time now,
      bool* damaged) const ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Put(const Entry& entry, storage::Batch* batch) const;
  // Makes `entries` durable, in as many commits as it takes, and what
  // `submission` has besides with the last of them.
  absl::Status Keep(std::vector<Entry> entries, storage::Submission submission,
                    absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  // The same in one commit.
  absl::Status KeepSome(std::vector<Entry> entries,
                        storage::Submission submission, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Sees to it that everything that was left by another process, or said while
  // the clock was ahead, is looked at.
  absl::Status ScheduleAll(absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(walk_mutex_) ABSL_LOCKS_EXCLUDED(mutex_);
  // Takes up the next look. One before which the clock was set back sees all.
  Look Begin(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(walk_mutex_);
  absl::Status ExpandRevocations(const Look& look) ABSL_LOCKS_EXCLUDED(mutex_);
  // For how long `revocation`, called `name`, has settled at `look`. Nothing:
  // it has not begun. What has begun stays so, whatever the clock says then.
  std::optional<absl::Duration> Settling(
      const std::string& name, const internal::v1::StoredRevocation& revocation,
      const Look& look) ABSL_LOCKS_EXCLUDED(mutex_);
  // Looks again later at what can't be read: adds that to `idle`. Returns the
  // error.
  absl::Status Postpone(const storage::DocumentStore::DueDocument& due,
                        absl::Status unread, absl::Time now,
                        storage::Submission& idle) ABSL_LOCKS_EXCLUDED(mutex_);
  // Adds to `idle` when it is looked at next, if it takes nothing back now.
  absl::Status ExpandRevocation(const storage::DocumentStore::DueDocument& due,
                                const Look& look, storage::Submission& idle)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Both leave out what can't be read: `damaged`.
  absl::Status AskForReceipts(absl::Time now, bool* damaged)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status ForgetOver(absl::Time now, bool* damaged)
      ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string agency_id_;
  const storage::DocumentStore* const documents_;
  const storage::DisclosureStore* const disclosures_;
  storage::Committer* const committer_;
  const OriginCopies origin_copies_;
  const std::function<storage::SteadyTime()> steady_clock_;

  absl::Mutex walk_mutex_;
  OriginWalk origin_walk_ ABSL_GUARDED_BY(walk_mutex_);
  bool all_scheduled_ ABSL_GUARDED_BY(walk_mutex_) = false;
  // When Expand() was called last, by both clocks.
  absl::Time expanded_at_ ABSL_GUARDED_BY(walk_mutex_) = absl::InfinitePast();
  storage::SteadyTime expanded_ ABSL_GUARDED_BY(walk_mutex_);
  mutable absl::Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  // CopyKey() of everything in `entries_`.
  std::set<std::string> withdrawn_ ABSL_GUARDED_BY(mutex_);
  // Since when the revocations settle that have begun, by name.
  std::map<std::string, storage::SteadyTime> settling_ ABSL_GUARDED_BY(mutex_);
  // The names of the revocations that can't be read.
  std::set<std::string> unreadable_ ABSL_GUARDED_BY(mutex_);
  // How many times of revocations could not be read at the last look. Whose
  // they are is lost: ScheduleAll() gave each another one at the start.
  size_t unreadable_times_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_BOOK_H_
