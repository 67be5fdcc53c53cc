#ifndef HOMEWARD_SERVICES_NODE_TICKER_H_
#define HOMEWARD_SERVICES_NODE_TICKER_H_

#include <atomic>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "storage/waiting/doorbell.h"

namespace homeward::node {

// Does `work` now and then every `period`, on a thread of its own, until it is
// destroyed, whatever is done to the clock. Work that takes longer than the
// period delays the next time.
class Ticker {
 public:
  Ticker(absl::Duration period, std::function<void()> work);

  // Ends the thread, after work that is under way.
  ~Ticker();

  // Does the work once more without waiting for the period, after what is under
  // way. Any thread.
  void Wake();

  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void Run();

  const absl::Duration period_;
  const std::function<void()> work_;
  storage::Doorbell bell_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_TICKER_H_
