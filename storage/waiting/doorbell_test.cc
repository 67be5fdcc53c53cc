#include "storage/waiting/doorbell.h"

#include <chrono>
#include <thread>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::storage {
namespace {

using Clock = std::chrono::steady_clock;

// Longer than any test.
constexpr absl::Duration kNever = absl::InfiniteDuration();

TEST(DoorbellTest, ItsTimeIsTheSteadyClocks) {
  Doorbell bell;
  const auto begun = Clock::now();
  bell.WaitFor(absl::Milliseconds(20));
  EXPECT_GE(Clock::now() - begun, std::chrono::milliseconds(20));
  bell.WaitFor(-absl::InfiniteDuration());
  bell.WaitFor(absl::ZeroDuration());
}

TEST(DoorbellTest, WhoRingsEndsTheWait) {
  Doorbell bell;
  std::thread waiting([&bell] { bell.WaitFor(kNever); });
  bell.Ring();
  waiting.join();
}

TEST(DoorbellTest, ARingBeforeTheWaitIsHeardOnce) {
  Doorbell bell;
  bell.Ring();
  bell.Ring();
  bell.WaitFor(kNever);
  const auto begun = Clock::now();
  bell.WaitFor(absl::Milliseconds(20));
  EXPECT_GE(Clock::now() - begun, std::chrono::milliseconds(20));
}

}  // namespace
}  // namespace homeward::storage
