#include "services/node/ticker.h"

#include <atomic>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::node {
namespace {

// Longer than any test.
constexpr absl::Duration kNever = absl::Hours(1);

TEST(TickerTest, WorksAtOnce) {
  absl::Notification worked;
  const Ticker ticker(kNever, [&] { worked.Notify(); });
  EXPECT_TRUE(worked.WaitForNotificationWithTimeout(absl::Seconds(50)));
}

TEST(TickerTest, WorksAgainAfterEachPeriod) {
  constexpr absl::Duration kPeriod = absl::Milliseconds(5);
  absl::BlockingCounter left(3);
  std::atomic<int> times = 0;
  const absl::Time start = absl::Now();
  const Ticker ticker(kPeriod, [&] {
    if (++times <= 3) left.DecrementCount();
  });
  left.Wait();
  EXPECT_GE(absl::Now() - start, 2 * kPeriod);
}

TEST(TickerTest, WorksAgainWhenWoken) {
  absl::BlockingCounter twice(2);
  Ticker ticker(kNever, [&] { twice.DecrementCount(); });
  ticker.Wake();
  twice.Wait();
}

TEST(TickerTest, EndsWithoutWaitingForItsPeriod) {
  const absl::Time start = absl::Now();
  {
    const Ticker ticker(kNever, [] {});
  }
  EXPECT_LT(absl::Now() - start, kNever / 2);
}

TEST(TickerTest, LetsWorkUnderWayFinishAndDoesNoMore) {
  absl::Notification began;
  std::atomic<int> finished = 0;
  {
    const Ticker ticker(absl::Milliseconds(1), [&] {
      if (finished > 0) return;
      began.Notify();
      absl::SleepFor(absl::Milliseconds(20));
      ++finished;
    });
    began.WaitForNotification();
  }
  EXPECT_EQ(finished, 1);
}

}  // namespace
}  // namespace homeward::node
