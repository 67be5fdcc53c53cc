#include "services/federation/asking/round.h"

#include <atomic>
#include <memory>
#include <thread>

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
  EXPECT_FALSE(waited);
  second.reset();
  waiter.join();
  EXPECT_TRUE(waited);
}

}  // namespace
}  // namespace homeward::federation
