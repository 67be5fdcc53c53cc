#ifndef HOMEWARD_STORAGE_COMMITTER_H_
#define HOMEWARD_STORAGE_COMMITTER_H_

#include <atomic>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/audit_receipt.h"
#include "storage/commit_group.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_log.h"
#include "storage/waiting/doorbell.h"
#include "storage/waiting/steady_time.h"

namespace homeward::storage {

// What became of a submission.
struct SubmissionResult {
  // OK         Writes and entries are durable.
  // ABORTED    A condition of this submission did not hold; nothing of it
  //            happened. Read anew and try again.
  // UNAVAILABLE  The store can't be written. Disclose nothing; the text says
  //            what to do. It is not known whether the writes happened.
  // FAILED_PRECONDITION  Another process writes this log; this node must stop.
  absl::Status status;
  std::vector<AuditReceipt> receipts;  // OK: one for each entry, in order.
  Version version;                     // OK: that of each row put.
  absl::Duration queued;  // From Submit() to the start of the last commit.
  absl::Duration commit;  // How long that commit took.
};

// What the committer did, for metrics.
struct CommitStats {
  size_t queue_depth = 0;  // Submissions left waiting.
  size_t group_size = 0;   // Submissions in the commit; 0 if it only signed.
  size_t entries = 0;      // Audit entries in the commit.
  absl::Duration commit;   // How long it took.
  absl::Status commit_status;  // Of the commit.
  absl::Status sign_status;    // Of the last attempt to sign the head.
};

struct CommitterOptions {
  size_t max_queue = 4096;  // Submissions waiting, at least 1.
  absl::Duration max_wait = absl::Milliseconds(4);  // To fill a group.
  absl::Duration sign_every = absl::Seconds(1);     // While there is activity.
  // Called on the committer's thread after each commit. May be empty. Must be
  // quick.
  std::function<void(const CommitStats&)> stats;
  // Whether calls wait for a core, so that more submissions come without
  // anybody having seen an answer. May be empty: unknown. Any thread, quick,
  // and it must not use the committer.
  std::function<bool()> more_coming;
};

// From how many on a group is not worth waiting for more: a commit costs each
// of them little.
inline constexpr size_t kFullGroup = 16;

// The one writer of a front's log: makes record writes and audit entries of
// many calls durable under one sync. Nothing is disclosed before its receipt.
//
// The first entries of a log are acknowledged once their head was signed, or
// could not be; later ones are signed for within `sign_every`.
//
// An idle committer commits at once. Under load a group waits until it is as
// large as the last one, but never longer than the last commit took. When more
// is coming it waits for kFullGroup, since a core that commits small groups is
// one that those calls wait for. Never longer than `max_wait`. All of that by
// the steady clock: one that is set back holds no commit. Thread-safe.
class Committer {
 public:
  using Done = std::function<void(SubmissionResult)>;

  // `engine` and `log` must outlive it. Nobody else may write to `log`.
  Committer(Engine* engine, AuditLog* log, CommitterOptions options);

  // As Stop(). Every call must have returned before, also a Submit() whose
  // `done` was called already: what it was submitted for may be done while it
  // still wakes the committer's thread. So whoever waits for `done` on another
  // thread than the one that submits does not destroy the committer; who has
  // joined or drained the threads that submit may.
  ~Committer();

  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Queues `submission`. If OK, `done` is called exactly once, on the
  // committer's thread: it must be quick and must not call Drain() or Stop().
  // Never blocks for I/O.
  //
  // Errors (then `done` is never called):
  //   INVALID_ARGUMENT    See CheckSubmission().
  //   RESOURCE_EXHAUSTED  It is too large, or the queue is full: the node is
  //                       overloaded; try again later.
  //   UNAVAILABLE         The committer is stopping: see IsStopping().
  absl::Status Submit(Submission submission, Done done);

  // False from a commit that ended in CommitOutcome::kUnavailable, for want of
  // space or otherwise, until one was made again. While nobody submits
  // anything, an empty one is tried every `sign_every`. Never blocks.
  bool IsWritable() const { return writable_; }

  // Waits until everything submitted before is done.
  void Drain();

  // Refuses new submissions, finishes the queued ones, signs the head and ends
  // the thread. Call it once or more.
  void Stop();

 private:
  struct Pending {
    Submission submission;
    Done done;
    SteadyTime queued;
  };
  // What the committer's thread waits for.
  enum class Awaited { kNothing, kWork, kMore };

  void Run();
  std::deque<Pending> NextGroup();
  void AwaitWork() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AwaitMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Waits until `what` has come, or for `wait`; lets others have the lock.
  void Await(Awaited what, absl::Duration wait)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasCome(Awaited what) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether what is awaited has come now: true once for each wait. Who is told
  // so rings, without the lock.
  bool EndsWait() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MoreComing() const {
    return options_.more_coming && options_.more_coming();
  }
  void CommitAll(std::deque<Pending> group);
  absl::Status Recover();
  // Finds out, without any submission, whether the store can be written again.
  void Probe();
  void Finish(std::deque<Pending>& group, const StagedAppend& staged,
              const CommitResult& result, SteadyTime started);
  void FailAll(std::deque<Pending>& group, const absl::Status& status,
               SteadyTime started);
  void Report(size_t group_size, size_t entries, absl::Duration commit,
              const absl::Status& status);
  void SignIfDue(bool now);

  Engine* const engine_;
  AuditLog* const log_;
  const CommitterOptions options_;

  // Of the committer's thread alone.
  bool must_reload_ = false;
  SteadyTime signed_ = SteadyNow();
  absl::Status sign_status_;

  // Written by the committer's thread.
  std::atomic<bool> writable_ = true;

  absl::Mutex mutex_;
  std::deque<Pending> queue_ ABSL_GUARDED_BY(mutex_);
  size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t last_group_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration last_commit_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Awaited awaited_ ABSL_GUARDED_BY(mutex_) = Awaited::kNothing;
  // Rung once for each wait that ends before its time.
  Doorbell bell_;

  absl::Mutex join_mutex_;
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COMMITTER_H_
