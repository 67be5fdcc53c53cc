#ifndef HOMEWARD_SERVICES_NODE_PATH_WALKER_H_
#define HOMEWARD_SERVICES_NODE_PATH_WALKER_H_

#include <functional>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/worker_pool.h"

namespace homeward::node {

// Walks back to peers that ask for it, one at a time, on a thread of its own:
// a peer whose endpoint answers nothing keeps no worker from its calls, and
// another peer waits for no more than that one walk. Thread-safe.
class Walker {
 public:
  using Done = std::function<void(absl::StatusOr<v1::ProbeResponse>)>;

  // How long an agency rests after its walk, so that another has its turn.
  static constexpr absl::Duration kRest = absl::Seconds(1);

  // `walk` walks back to an agency; it may block for a few seconds.
  Walker(std::function<
             absl::StatusOr<v1::ProbeResponse>(const std::string& agency_id)>
             walk,
         std::function<absl::Time()> clock);

  // Waits for the walk that is under way.
  ~Walker() = default;

  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  // Begins a walk back to `agency_id` and returns at once. `done` is called
  // once: then, or on the walker's thread when the walk has ended.
  //
  // Errors, besides those of the walk:
  //   RESOURCE_EXHAUSTED  A walk is under way, or the last one of this agency
  //                       ended less than kRest ago: ask again.
  void Start(const std::string& agency_id, Done done);

 private:
  // What keeps `agency_id` from a walk; when nothing does, it has begun.
  absl::Status Begin(const std::string& agency_id);
  void End(const std::string& agency_id);

  const std::function<absl::StatusOr<v1::ProbeResponse>(const std::string&)>
      walk_;
  const std::function<absl::Time()> clock_;
  absl::Mutex mutex_;
  bool walking_ ABSL_GUARDED_BY(mutex_) = false;
  // When the last walk to an agency ended. Members only ask.
  std::map<std::string, absl::Time> ended_ ABSL_GUARDED_BY(mutex_);
  rpc::WorkerPool thread_;  // Last: it uses all of the above.
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PATH_WALKER_H_
