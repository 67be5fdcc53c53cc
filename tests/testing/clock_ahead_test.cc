#include "tests/testing/clock_ahead.h"

#include <ctime>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::testing {
namespace {

TEST(ClockAheadTest, TheWallClockIsAheadAndTheSteadyOneIsNot) {
  EXPECT_TRUE(ClockIsAhead());
  timespec wall = {};
  ASSERT_EQ(clock_gettime(CLOCK_REALTIME, &wall), 0);
  EXPECT_LT(absl::AbsDuration(absl::TimeFromTimespec(wall) - absl::Now()),
            absl::Seconds(kClockAheadSeconds / 2));
  timespec first = {};
  timespec second = {};
  ASSERT_EQ(clock_gettime(CLOCK_MONOTONIC, &first), 0);
  absl::SleepFor(absl::Milliseconds(1));
  ASSERT_EQ(clock_gettime(CLOCK_MONOTONIC, &second), 0);
  const absl::Duration slept =
      absl::DurationFromTimespec(second) - absl::DurationFromTimespec(first);
  EXPECT_GE(slept, absl::Milliseconds(1));
}

}  // namespace
}  // namespace homeward::testing
