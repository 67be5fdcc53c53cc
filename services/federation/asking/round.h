#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_ROUND_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_ROUND_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/asking/own_part.h"
#include "services/federation/merging/inquiry_update.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/probing/probe_guard.h"

namespace homeward::federation {

// Who hears the answers. Called from any thread, never two at once. None may
// block.
struct Listener {
  // More will come.
  std::function<void(Update)> on_update;
  // Once, at the end, with the last update. When nothing may be disclosed this
  // alone is called, with the error, and the update has the query's id only.
  std::function<void(const absl::Status&, Update last)> on_end;
};

// How many rounds are under way. Thread-safe.
class RoundCount {
 public:
  // Waits until none is.
  void WaitForNone() {
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return rounds_ == 0;
    };
    absl::MutexLock lock(&mutex_, absl::Condition(&none));
  }

 private:
  friend struct Round;
  void Add(int change) {
    absl::MutexLock lock(&mutex_);
    rounds_ += change;
  }

  absl::Mutex mutex_;
  int rounds_ ABSL_GUARDED_BY(mutex_) = 0;
};

// One question on its way through the federation. Counted while it lives.
struct Round {
  Round(Listener heard, std::shared_ptr<RoundCount> counted)
      : listener(std::move(heard)), count(std::move(counted)) {
    count->Add(1);
  }
  ~Round() { count->Add(-1); }

  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;

  const Listener listener;
  const std::shared_ptr<RoundCount> count;
  // Set, and unchanged, once the question is planned.
  std::optional<InquiryPlan> plan;
  // Unchanged once it goes on.
  OwnPart own;
  LimitedQuestion probe;
  // What she is told once it is in the log, made before: then many are sent
  // together.
  Update first;
  // That her broken glass was shown to whoever is asked.
  std::optional<internal::v1::StoredBreakGlassUse> use;

  absl::Mutex mutex;
  std::vector<v1::NodeAnswer> answers ABSL_GUARDED_BY(mutex);
};

using RoundPtr = std::shared_ptr<Round>;

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_ROUND_H_
