#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_HAND_PACER_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_HAND_PACER_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/federation/silence/pacer.h"

namespace homeward::federation::testing {

// A pacer whose beats a test gives. Until Hold() it lets everything go on at
// once.
class HandPacer final : public Pacer {
 public:
  // From now on at most `limit` may be submitted before a beat.
  void Hold(size_t limit = 100) {
    absl::MutexLock lock(&mutex_);
    limit_ = limit;
    holds_ = true;
  }

  [[nodiscard]] bool Submit(Instant, std::function<void()> work) override {
    {
      absl::MutexLock lock(&mutex_);
      if (holds_ && waiting_.size() >= limit_) return false;
    }
    Resume(Instant(), std::move(work));
    return true;
  }

  void Resume(Instant, std::function<void()> work) override {
    {
      absl::MutexLock lock(&mutex_);
      if (holds_) return waiting_.push_back(std::move(work));
    }
    work();
  }

  // Waits until `count` wait.
  void Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto all_wait = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return waiting_.size() >= count;
    };
    mutex_.Await(absl::Condition(&all_wait));
  }

  // Waits until `count` wait, then lets them go on.
  void Beat(size_t count) {
    Await(count);
    std::vector<std::function<void()>> due;
    {
      absl::MutexLock lock(&mutex_);
      due.swap(waiting_);
    }
    for (const auto& work : due) work();
  }

  // How much waits now.
  size_t waiting() {
    absl::MutexLock lock(&mutex_);
    return waiting_.size();
  }

 private:
  absl::Mutex mutex_;
  bool holds_ ABSL_GUARDED_BY(mutex_) = false;
  size_t limit_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_HAND_PACER_H_
