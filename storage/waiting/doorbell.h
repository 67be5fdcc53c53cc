#ifndef HOMEWARD_STORAGE_WAITING_DOORBELL_H_
#define HOMEWARD_STORAGE_WAITING_DOORBELL_H_

#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace homeward::storage {

// What a thread waits by, until its time or until somebody rings. A clock that
// is set back does not make it wait longer: Abseil's timed waits follow the
// wall clock, and a node whose clock was hours ahead would do nothing for
// hours. Thread-safe.
class Doorbell {
 public:
  Doorbell() = default;

  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  // Ends the wait. If nobody waits the next wait does not begin.
  void Ring();

  // Waits for `time`, or until Ring(), which this hears once.
  void WaitFor(absl::Duration time);

 private:
  std::mutex mutex_;
  // Waits by the steady clock.
  std::condition_variable changed_;
  bool rung_ = false;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_WAITING_DOORBELL_H_
