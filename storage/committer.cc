#include "storage/committer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/stopping.h"

namespace homeward::storage {
namespace {

// How often a group is tried again after a conflict. Each time a submission
// leaves it, or the engine conflicted needlessly.
constexpr int kMaxTries = 100;

}  // namespace

Committer::Committer(Engine* engine, AuditLog* log, CommitterOptions options)
    : engine_(engine),
      log_(log),
      options_(std::move(options)),
      thread_([this] { Run(); }) {}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(Submission submission, Done done) {
  absl::Status valid = CheckSubmission(submission);
  if (!valid.ok()) return valid;
  const SteadyTime now = SteadyNow();
  bool ends_wait = false;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return StoppingError();
    if (queue_.size() >= options_.max_queue) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "the node is overloaded: ", queue_.size(),
          " writes wait for the disk; try again in a few seconds"));
    }
    queue_.push_back({std::move(submission), std::move(done), now});
    ends_wait = EndsWait();
  }
  if (ends_wait) bell_.Ring();
  return absl::OkStatus();
}

void Committer::Drain() {
  absl::MutexLock lock(&mutex_);
  const auto idle = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return queue_.empty() && running_ == 0;
  };
  mutex_.Await(absl::Condition(&idle));
}

void Committer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  bell_.Ring();
  absl::MutexLock lock(&join_mutex_);
  if (thread_.joinable()) thread_.join();
}

void Committer::Run() {
  while (true) {
    std::deque<Pending> group = NextGroup();
    const bool any = !group.empty();
    if (any) {
      const size_t size = group.size();
      const SteadyTime started = SteadyNow();
      CommitAll(std::move(group));
      absl::MutexLock lock(&mutex_);
      last_group_ = size;
      last_commit_ = Since(started);
      running_ = 0;
    }
    bool finished = false;
    {
      absl::MutexLock lock(&mutex_);
      finished = stopping_ && queue_.empty();
    }
    SignIfDue(/*now=*/finished);
    if (finished) return;
    if (!any && !writable_) Probe();
  }
}

bool Committer::HasCome(Awaited what) const {
  if (stopping_) return true;
  if (what == Awaited::kWork) return !queue_.empty();
  if (queue_.size() >= options_.max_queue) return true;
  return queue_.size() >= last_group_ &&
         (queue_.size() >= kFullGroup || !MoreComing());
}

bool Committer::EndsWait() {
  if (awaited_ == Awaited::kNothing || !HasCome(awaited_)) return false;
  awaited_ = Awaited::kNothing;
  return true;
}

void Committer::Await(Awaited what, absl::Duration wait) {
  const SteadyTime began = SteadyNow();
  awaited_ = what;
  // A ring may be left over from a wait that was over at the same moment.
  while (awaited_ == what && !HasCome(what)) {
    const absl::Duration left = wait - Since(began);
    if (left <= absl::ZeroDuration()) break;
    mutex_.Unlock();
    bell_.WaitFor(left);
    mutex_.Lock();
  }
  awaited_ = Awaited::kNothing;
}

void Committer::AwaitWork() {
  const SteadyTime began = SteadyNow();
  // Wakes to sign the head of the last activity.
  Await(Awaited::kWork, options_.sign_every);
  // The node was idle, so the size of the last group says nothing any more.
  if (Since(began) > options_.max_wait) last_group_ = 0;
}

void Committer::AwaitMore() {
  const bool more_coming = MoreComing();
  if (last_group_ <= 1 && !more_coming) return;
  // Waiting longer than a commit takes costs more than a second commit, unless
  // the cores have better to do.
  Await(Awaited::kMore, more_coming
                            ? options_.max_wait
                            : std::min(options_.max_wait, last_commit_));
}

std::deque<Committer::Pending> Committer::NextGroup() {
  std::deque<Pending> group;
  absl::MutexLock lock(&mutex_);
  AwaitWork();
  if (queue_.empty()) return group;
  AwaitMore();
  CommitGroup shared;
  // Moving a submission leaves its rows, which `shared` looks at, in place.
  while (!queue_.empty() && shared.TryAdd(queue_[0].submission)) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  running_ = group.size();
  return group;
}

absl::Status Committer::Recover() {
  if (!must_reload_) return absl::OkStatus();
  absl::Status healthy = engine_->Health();
  if (!healthy.ok()) return healthy;
  absl::Status loaded = log_->Reload();
  if (!loaded.ok()) return loaded;
  must_reload_ = false;
  return absl::OkStatus();
}

void Committer::Probe() {
  if (!Recover().ok()) return;
  const CommitResult result = engine_->Commit(Batch(), Durability::kDurable);
  writable_ = result.ok();
  must_reload_ = result.outcome == CommitOutcome::kUnavailable;
}

void Committer::CommitAll(std::deque<Pending> group) {
  for (int tries = 0; tries < kMaxTries && !group.empty(); ++tries) {
    const SteadyTime started = SteadyNow();
    absl::Status recovered = Recover();
    if (!recovered.ok()) return FailAll(group, recovered, started);
    Batch batch;
    std::vector<AuditEntry> entries;
    for (Pending& pending : group) {
      AddTo(pending.submission.writes, &batch);
      for (const AuditEntry& entry : pending.submission.entries) {
        entries.push_back(entry);
      }
    }
    absl::StatusOr<StagedAppend> staged = log_->Stage(entries, &batch);
    if (!staged.ok()) return FailAll(group, staged.status(), started);
    const CommitResult result = engine_->Commit(batch, Durability::kDurable);
    Report(group.size(), entries.size(), Since(started), result.status);
    if (result.ok()) {
      writable_ = true;
      log_->Accept(*staged, result.version);
      // Without any head, a store that lost all of these would look new.
      if (!entries.empty() && log_->SignedSize() == 0) SignIfDue(/*now=*/true);
      return Finish(group, *staged, result, started);
    }
    if (result.outcome != CommitOutcome::kConflict) {
      must_reload_ = result.outcome == CommitOutcome::kUnavailable;
      if (must_reload_) writable_ = false;
      return FailAll(group, result.status, started);
    }
    absl::Status replaced = log_->CheckNotReplaced(result.conflicts);
    if (!replaced.ok()) return FailAll(group, replaced, started);
    std::deque<Pending> losers;
    std::deque<Pending> others;
    for (Pending& pending : group) {
      const bool lost = DependsOn(pending.submission.writes, result.conflicts);
      (lost ? losers : others).push_back(std::move(pending));
    }
    FailAll(losers,
            absl::AbortedError("a row changed after it was read: read it again "
                               "and repeat the whole operation"),
            started);
    group = std::move(others);
  }
  FailAll(group, absl::UnavailableError("the store conflicts without end"),
          SteadyNow());
}

void Committer::Finish(std::deque<Pending>& group, const StagedAppend& staged,
                       const CommitResult& result, SteadyTime started) {
  const absl::Duration commit = Since(started);
  const Frontier& frontier = staged.tree.frontier();
  const Hash root = frontier.Root();
  size_t next = 0;
  for (Pending& pending : group) {
    SubmissionResult done;
    done.version = result.version;
    done.queued = Between(pending.queued, started);
    done.commit = commit;
    for (size_t i = 0; i < pending.submission.entries.size(); ++i, ++next) {
      done.receipts.push_back(AuditReceipt(staged.first_index + next,
                                           staged.leaves[next], frontier.size(),
                                           root, staged.first_index));
    }
    for (const std::function<void()>& committed :
         pending.submission.committed) {
      committed();
    }
    pending.done(std::move(done));
  }
  group.clear();
}

void Committer::FailAll(std::deque<Pending>& group, const absl::Status& status,
                        SteadyTime started) {
  for (Pending& pending : group) {
    SubmissionResult done;
    done.status = status;
    done.queued = Between(pending.queued, started);
    pending.done(std::move(done));
  }
  group.clear();
}

void Committer::Report(size_t group_size, size_t entries, absl::Duration commit,
                       const absl::Status& status) {
  if (options_.stats == nullptr) return;
  CommitStats stats;
  stats.group_size = group_size;
  stats.entries = entries;
  stats.commit = commit;
  stats.commit_status = status;
  stats.sign_status = sign_status_;
  {
    absl::MutexLock lock(&mutex_);
    stats.queue_depth = queue_.size();
  }
  options_.stats(stats);
}

void Committer::SignIfDue(bool now) {
  const SteadyTime time = SteadyNow();
  if (!now && Between(signed_, time) < options_.sign_every) return;
  signed_ = time;
  const absl::Status before = sign_status_;
  sign_status_ = log_->SignHead();
  if (sign_status_ != before) {
    Report(0, 0, absl::ZeroDuration(), absl::OkStatus());
  }
}

}  // namespace homeward::storage
