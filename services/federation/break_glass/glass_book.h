#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_BOOK_H_

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
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/break_glass/deed.h"
#include "services/federation/break_glass/glass_entry.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/federation/probing/token_bucket.h"
#include "services/federation/signed/glass_reading.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// How many reviews another agency may tell in an hour: each costs a row and an
// entry in the log.
inline constexpr int kReviewsPerHour = 100;

// How many statements of one agency may wait for a review before each further
// one must be approved. A suspended account stops nobody who invents another.
inline constexpr int kMaxUnreviewed = 5;

// Where the glass was broken: by own staff, and at this node by the staff of
// others; what was found of it, and whose account is suspended for it. All of
// it is in the store, so that it outlives the process. Thread-safe.
//
// Errors of calls that read or write: those of the store, and of
// storage::CommitAndWait().
class GlassBook {
 public:
  // The pointers must outlive it.
  GlassBook(std::string agency_id, const storage::DocumentStore* documents,
            storage::Committer* committer)
      : agency_id_(std::move(agency_id)),
        documents_(documents),
        committer_(committer) {}

  // Takes up what is in the store. Call it before the rest. Blocks.
  absl::Status Restore() ABSL_LOCKS_EXCLUDED(mutex_);

  // `reading`; or REVIEWED if its statement was, so that it can't be used any
  // more; or NOT_APPROVED if nobody approved it and kMaxUnreviewed others of
  // its agency wait for a review.
  GlassReading Judge(GlassReading reading) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether the account `subject` of `agency_id` is suspended at `now`: a use
  // is unreviewed for 24 hours, or was not justified.
  bool IsSuspended(const std::string& agency_id, const std::string& subject,
                   absl::Time now) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Adds to `batch`, which makes the entry in the log, that a glass was used.
  // It counts once Count() is told that the batch is committed.
  absl::Status Put(const internal::v1::StoredBreakGlassUse& use,
                   storage::Batch* batch) const;
  void Count(const internal::v1::StoredBreakGlassUse& use)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Keeps `review`, own or another agency's, with its entry in the log. Blocks.
  //
  // Errors:
  //   INVALID_ARGUMENT     It is of what the reviewer did or approved herself.
  //   FAILED_PRECONDITION  There is one with a later time, or the reviewer is
  //                        of own staff and suspended.
  //   RESOURCE_EXHAUSTED   The other agency tells more than
  //                        kReviewsPerHour.
  absl::Status Review(const VerifiedReview& review, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_, reviewing_);

  // How own staff's statement with this digest stands; NOT_FOUND if there is
  // none.
  absl::StatusOr<v1::BreakGlassStatus> Find(absl::string_view digest,
                                            absl::Time now) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // All of own staff, in the order of SortByUrgency().
  std::vector<v1::BreakGlassStatus> List(absl::Time now) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Forgets what is settled and old: see kKeepSettled and kKeepUnused. Blocks.
  absl::Status Prune(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_, reviewing_);

  // Who has not acknowledged a review.
  std::vector<std::string> Debtors() const ABSL_LOCKS_EXCLUDED(mutex_);

  // A review that `agency_id` has not acknowledged.
  std::optional<VerifiedReview> OpenOf(const std::string& agency_id) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // `agency_id` has acknowledged `review`, by a receipt that was checked.
  // Blocks.
  absl::Status Acknowledge(const std::string& agency_id,
                           const VerifiedReview& review,
                           const v1::TellReviewResponse& response,
                           absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Who broke it: agency and pseudonym.
  using Account = std::pair<std::string, std::string>;

  void Add(const internal::v1::StoredBreakGlassUse& use)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsOwn(const GlassEntry& entry) const {
    return entry.statement.asker_agency_id() == agency_id_;
  }
  // Whether `review` may replace what is known.
  absl::Status Check(const VerifiedReview& review, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // How many statements of `agency_id` but `deed` were used, and neither
  // approved nor reviewed.
  int Unreviewed(const std::string& agency_id, const Deed& deed) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool Suspends(const Account& account, absl::Time now) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const std::string agency_id_;
  const storage::DocumentStore* const documents_;
  storage::Committer* const committer_;

  // One review at a time: none may overwrite a later one.
  absl::Mutex reviewing_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  std::map<Deed, GlassEntry> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<Account, std::set<Deed>> accounts_ ABSL_GUARDED_BY(mutex_);
  // How many more reviews each other agency may tell.
  std::map<std::string, TokenBucket> tellers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_BOOK_H_
