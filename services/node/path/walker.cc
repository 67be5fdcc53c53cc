#include "services/node/path/walker.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/worker_pool.h"

namespace homeward::node {

Walker::Walker(
    std::function<absl::StatusOr<v1::ProbeResponse>(const std::string&)> walk,
    std::function<absl::Time()> clock)
    : walk_(std::move(walk)),
      clock_(std::move(clock)),
      thread_({/*threads=*/1, /*queue_limit=*/1,
               /*queue_limit_per_agency=*/1}) {}

absl::Status Walker::Begin(const std::string& agency_id) {
  absl::MutexLock lock(&mutex_);
  if (walking_) {
    return absl::ResourceExhaustedError(
        "this node walks back to somebody else; ask again in two seconds");
  }
  const auto last = ended_.find(agency_id);
  if (last != ended_.end() && clock_() - last->second < kRest) {
    return absl::ResourceExhaustedError(
        "asked more often than once a second; ask again in a second");
  }
  walking_ = true;
  return absl::OkStatus();
}

void Walker::End(const std::string& agency_id) {
  absl::MutexLock lock(&mutex_);
  walking_ = false;
  ended_[agency_id] = clock_();
}

void Walker::Start(const std::string& agency_id, Done done) {
  absl::Status begun = Begin(agency_id);
  if (!begun.ok()) return done(std::move(begun));
  const bool taken = thread_.Submit("", [this, agency_id, done] {
    auto response = walk_(agency_id);
    End(agency_id);
    done(std::move(response));
  });
  if (taken) return;
  End(agency_id);
  done(absl::ResourceExhaustedError("this node walks no more"));
}

}  // namespace homeward::node
