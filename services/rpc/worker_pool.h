#ifndef HOMEWARD_SERVICES_RPC_WORKER_POOL_H_
#define HOMEWARD_SERVICES_RPC_WORKER_POOL_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace homeward::rpc {

// A few threads that do the work of calls, so that nothing blocks a gRPC
// thread. Work waits in one queue for each agency, and the agencies take
// turns: nobody's load delays another's call by more than one turn.
// Thread-safe.
class WorkerPool {
 public:
  struct Limits {
    // In [1, 64].
    int threads = 2;
    // The most work that may wait, of all agencies together. At least 1.
    int queue_limit = 1024;
    // The most of it that one agency may have. At least 1.
    int queue_limit_per_agency = 512;
  };

  // Starts the threads.
  explicit WorkerPool(const Limits& limits);

  // As Stop().
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` soon, on a thread of the pool, on the account of `agency` (any
  // text; empty is an account like any other). False when too much waits or
  // after Stop(): `work` is then destroyed and never runs.
  [[nodiscard]] bool Submit(absl::string_view agency,
                            std::function<void()> work);

  // Runs `work`, the rest of something that was taken before, ahead of what
  // waits. Never refuses: as much can wait as was begun, whose number others
  // bound. After Stop() it runs here.
  void Resume(std::function<void()> work);

  // How much waits now of what was submitted.
  int QueueDepth() const;

  // Refuses new work, finishes all that waits, and joins the threads. Must not
  // be called by work of this pool. A second call does nothing.
  void Stop();

 private:
  using Queue = std::deque<std::function<void()>>;

  void Run();
  // Null when there is no work left and never will be.
  std::function<void()> Take();
  bool WorkOrStop() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return depth_ > 0 || !begun_.empty() || stopping_;
  }

  const Limits limits_;
  mutable absl::Mutex mutex_;
  // What Resume() was given.
  Queue begun_ ABSL_GUARDED_BY(mutex_);
  // Holds no empty queue, so it never has more entries than work waits.
  absl::flat_hash_map<std::string, Queue> queues_ ABSL_GUARDED_BY(mutex_);
  // The agencies with work, each once; the first is next.
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);
  int depth_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_WORKER_POOL_H_
