#include "storage/waiting/doorbell.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "absl/time/time.h"

namespace homeward::storage {
namespace {

// Far more would be more than the steady clock can count.
constexpr absl::Duration kLongest = absl::Hours(24 * 365);

}  // namespace

void Doorbell::Ring() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    rung_ = true;
  }
  changed_.notify_one();
}

void Doorbell::WaitFor(absl::Duration time) {
  const auto until = std::chrono::steady_clock::now() +
                     absl::ToChronoNanoseconds(std::min(time, kLongest));
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_until(lock, until, [this] { return rung_; });
  rung_ = false;
}

}  // namespace homeward::storage
