#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/erasure.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/erasure.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/erasure/erasure_book.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/erasure/retention_clocks.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/policy/policy.h"
#include "services/registration/house_rules.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/copies/disclosure_store.h"
#include "storage/erasing/record_eraser.h"
#include "storage/keys/blind.h"
#include "storage/notices/notice_store.h"
#include "storage/records/document_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"

namespace homeward::federation {

// How long a node remembers that a record was erased.
inline constexpr absl::Duration kKeepTombstone = absl::Hours(24 * 365);

// How often it is looked whether something still hinders an erasure.
inline constexpr absl::Duration kLookAgainEvery = absl::Hours(1);

// For how long a record is kept to investigate a crime at most, by one word.
inline constexpr absl::Duration kLongestKeeping = absl::Hours(24 * 731);

// Erases own records when the person whom they are about asks for it (P-ERASE),
// or of itself once the clock of the case file has run out; tells her who was
// shown what (P-EXPLAIN), and knows what is kept and why (P-RETENTION).
//
// One commit is the moment of an erasure: the record is found by nobody, what
// others hold is to be taken back, the log has its entry, and it stands in the
// book. The rest - the key, photos, recordings, match decisions, notices -
// follows at once, or at the next Step(), also of a later process.
//
// Thread-safe. Every call blocks: never make one on a gRPC thread.
class Eraser {
 public:
  // What it works with. All pointers must outlive it.
  struct Parts {
    std::string agency_id;
    const storage::RecordStore* records = nullptr;
    const storage::RecordEraser* eraser = nullptr;
    const storage::MatchStore* matches = nullptr;
    const storage::DisclosureStore* disclosures = nullptr;
    const storage::DocumentStore* documents = nullptr;
    const storage::NoticeStore* notices = nullptr;
    const storage::BlindIndex* blind = nullptr;
    const WithdrawalBook* withdrawals = nullptr;
    Desk* desk = nullptr;
    ErasureBook* book = nullptr;
    KeepingBook* keepings = nullptr;
    RetentionPeriods periods;
    storage::Committer* committer = nullptr;
    policy::Policy* policy = nullptr;
    std::function<absl::Time()> clock;
    // Told that something is to be taken back. Must not block.
    std::function<void()> taken_back;
  };

  explicit Eraser(Parts parts) : parts_(std::move(parts)) {}

  // The rpcs of homeward.v1.ErasureService for a caller who was admitted.
  // Errors: as theirs.
  absl::StatusOr<v1::EraseChildResponse> Erase(
      const auth::Caller& caller, const v1::EraseChildRequest& request)
      ABSL_LOCKS_EXCLUDED(erasing_);
  absl::StatusOr<v1::KeepChildResponse> Keep(
      const auth::Caller& caller, const v1::KeepChildRequest& request)
      ABSL_LOCKS_EXCLUDED(erasing_);
  // Whether a record that had this number in the system that it came from was
  // erased, so that it is not taken in again. Errors: those of RecordEraser.
  absl::StatusOr<bool> WasErased(const std::string& source_record_id,
                                 absl::Time now) const;
  absl::StatusOr<v1::ListErasuresResponse> List(
      const auth::Caller& caller, const v1::ListErasuresRequest& request) const;
  absl::StatusOr<v1::ListShownResponse> ListShown(
      const auth::Caller& caller, const v1::ListShownRequest& request) const;

  // Finishes what was begun, looks again at what is hindered, and forgets
  // tombstones whose time is over. Call it at start, before anything is served,
  // and now and then. Errors: the first of those of the store; what it is about
  // is tried again, the rest is done.
  absl::Status Step(absl::Time now) ABSL_LOCKS_EXCLUDED(erasing_);

 private:
  // Adds to `submission` what comes of `request`, and tells it. Errors: those
  // of EraseChild; then nothing is written.
  absl::StatusOr<internal::v1::StoredErasure> Prepare(
      const v1::EraseChildRequest& request, absl::Time now,
      registration::Ruling& ruling, storage::Submission& submission) const;
  // Adds that `record` is gone, as `erasure` says.
  absl::Status AddErasing(const internal::v1::StoredRecord& record,
                          absl::Time now, storage::Submission& submission,
                          internal::v1::StoredErasure& erasure) const;
  // FAILED_PRECONDITION unless who asks may have `record` erased.
  absl::Status CheckRequester(v1::ErasureRequester requester,
                              const internal::v1::StoredRecord& record,
                              absl::Time now) const;
  // Adds to `submission` what comes of `request`, and tells it. Errors: those
  // of KeepChild; then nothing is written.
  absl::StatusOr<v1::KeepChildResponse> PrepareKeeping(
      const v1::KeepChildRequest& request, absl::Time now,
      registration::Ruling& ruling, storage::Submission& submission) const;
  // All that was shown of the record `record_id`, in no order.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> DisclosuresOf(
      const std::string& record_id) const;
  absl::StatusOr<std::vector<v1::ErasureHindrance>> HindrancesOf(
      const internal::v1::StoredRecord& record, absl::Time now) const;
  // All that follows the moment of an erasure.
  absl::Status Finish(internal::v1::StoredErasure erasure, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(erasing_);
  absl::Status LookAgain(internal::v1::StoredErasure erasure, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(erasing_);
  absl::Status StepOne(const internal::v1::StoredErasure& erasure,
                       absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(erasing_);
  // `erasure` as it is told, with who holds copies.
  absl::StatusOr<v1::Erasure> Told(const internal::v1::StoredErasure& erasure,
                                   absl::Time now) const;

  const Parts parts_;
  // Held while one is erased or looked at: they are few.
  absl::Mutex erasing_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_H_
