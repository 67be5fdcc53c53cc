#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_DESK_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_DESK_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/waiting.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/notices/notice_store.h"

namespace homeward::federation {

// For how long a notice is kept once it is acknowledged. So long are kept also
// those that only inform, when nobody does.
inline constexpr absl::Duration kKeepNotices = absl::Hours(90 * 24);

// A task that nobody did so long after it was due ends in nobody's name.
inline constexpr absl::Duration kEndTasks = absl::Hours(365 * 24);

// How soon a duty of the desk must be done of which no MOU says it.
inline constexpr absl::Duration kDueUnsaid = absl::Hours(24);

// Where a node leaves what its own staff must be told of, or must do.
// Thread-safe.
class Desk {
 public:
  // Both must outlive it, and the committer must have stopped before it goes.
  Desk(std::string agency_id, const storage::NoticeStore* notices,
       storage::Committer* committer)
      : agency_id_(std::move(agency_id)),
        notices_(notices),
        committer_(committer) {}

  // Counts anew what waits, also while others tell and acknowledge. Call it
  // before the first Tell(), and now and then: a commit of which the store does
  // not know whether it is durable is counted by this alone. Blocks. Errors:
  // those of NoticeStore; then nothing changed.
  absl::Status Recount() ABSL_LOCKS_EXCLUDED(recounting_, mutex_);

  // Adds `notice` to `submission`, which has the log's entry of what it tells
  // of: both become durable, or neither. Kind and time are required; its id is
  // given here. Errors: those of NoticeStore::Put().
  absl::Status Tell(v1::Notice notice, storage::Submission& submission);

  // The same for each of `notices`.
  absl::Status TellAll(std::vector<v1::Notice> notices,
                       storage::Submission& submission);

  // What `caller`, who has staff, sees of `request`. Reads the store.
  //
  // Errors:
  //   INVALID_ARGUMENT  `page_size` is negative, or `page_token` or
  //                     `since_time` is malformed.
  //   UNAVAILABLE, DATA_LOSS  The store can't be read.
  absl::StatusOr<v1::ListNoticesResponse> List(
      const auth::Caller& caller, const v1::ListNoticesRequest& request) const;

  // Takes the word of `caller`, who has staff, that `notice_id` is seen or
  // done. One that is acknowledged already stays as it is. Blocks.
  //
  // Errors:
  //   NOT_FOUND            There is none that she sees.
  //   FAILED_PRECONDITION  It tells of what she did herself.
  //   UNAVAILABLE, DATA_LOSS  Store or log can't be used; it still waits.
  absl::StatusOr<v1::AcknowledgeNoticeResponse> Acknowledge(
      const auth::Caller& caller, const std::string& notice_id, absl::Time now);

  // How many of each kind wait. A kind of which none waits is left out.
  std::vector<WaitingNotices> Waiting(absl::Time now) const;

  // Deletes what is kept no more: see kKeepNotices. A task that nobody
  // acknowledged stays until kEndTasks: then it is as if nobody had
  // acknowledged it, which is in the log. Blocks. Errors: those of the store.
  absl::Status Prune(absl::Time now);

 private:
  struct Task {
    v1::NoticeKind kind;
    absl::Time due;
  };
  // Those that wait. One that is told of twice counts once: a recount may be
  // faster than who was to tell of a commit.
  struct Tally {
    void Add(const v1::Notice& notice);
    void Remove(const std::string& notice_id);

    // Of all, by their ids.
    absl::flat_hash_map<std::string, v1::NoticeKind> kinds = {};
    // The same by kind.
    std::array<int, v1::NoticeKind_ARRAYSIZE> counts = {};
    // Those that have a time, by their ids.
    std::map<std::string, Task> tasks = {};
  };
  // What changed while the store is read.
  struct Changes {
    std::vector<v1::Notice> came;
    std::vector<std::string> gone;
  };

  // It waits, or does so no more.
  void Count(const v1::Notice& notice) ABSL_LOCKS_EXCLUDED(mutex_);
  void Discount(const v1::Notice& notice) ABSL_LOCKS_EXCLUDED(mutex_);
  // All that the store says wait.
  absl::StatusOr<Tally> ReadWaiting() const;
  absl::Status PruneTable(storage::NoticeTable table, absl::Time now);
  // Adds to `submission` that the task `waiting` is `done`: by `staff`, or null
  // by nobody.
  absl::Status AddDone(const storage::KnownNotice& waiting, v1::Notice done,
                       const auth::Staff* staff,
                       storage::Submission& submission);

  const std::string agency_id_;
  const storage::NoticeStore* const notices_;
  storage::Committer* const committer_;

  // One at a time.
  absl::Mutex recounting_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  Tally tally_ ABSL_GUARDED_BY(mutex_);
  // Set while Recount() reads.
  std::optional<Changes> changes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_DESK_H_
