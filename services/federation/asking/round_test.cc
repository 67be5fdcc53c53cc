#include "services/federation/asking/round.h"

#include <atomic>
#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::federation {
namespace {

TEST(RoundCountTest, WaitsUntilTheLastRoundHasEnded) {
  const auto count = std::make_shared<RoundCount>();
  count->WaitForNone();  // There was none yet.
  auto first = std::make_unique<Round>(Listener(), count);
  auto second = std::make_unique<Round>(Listener(), count);
  std::atomic<bool> waited = false;
  std::thread waiter([&] {
    count->WaitForNone();
    waited = true;
  });
  first.reset();
  // Time for a waiter who would not wait for the second.
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_FALSE(waited);
  second.reset();
  waiter.join();
  EXPECT_TRUE(waited);
}

}  // namespace
}  // namespace homeward::federation
