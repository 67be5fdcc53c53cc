#include "services/federation/silence/beat_pacer.h"

#include <chrono>
#include <memory>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/patience.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::AtBest;
using ::std::chrono::hours;
using ::std::chrono::milliseconds;
using ::std::chrono::nanoseconds;
using ::testing::ElementsAre;
using Clock = ::std::chrono::steady_clock;

BeatPacer::Options Every(nanoseconds beat, size_t max_waiting = 100) {
  BeatPacer::Options options;
  options.beat = beat;
  options.max_waiting = max_waiting;
  return options;
}

TEST(NextBeatTest, IsTheFirstThatIsStillToCome) {
  const Pacer::Instant arrived{hours(5)};
  const auto after = [&](nanoseconds passed) {
    return NextBeat(arrived, arrived + passed, milliseconds(25)) - arrived;
  };
  EXPECT_EQ(after(nanoseconds(0)), milliseconds(25));
  EXPECT_EQ(after(milliseconds(25) - nanoseconds(1)), milliseconds(25));
  EXPECT_EQ(after(milliseconds(25)), milliseconds(50));
  EXPECT_EQ(after(milliseconds(990)), milliseconds(1000));
}

TEST(BeatPacerTest, RunsWorkOnItsBeatHoweverLongItTookToGetThere) {
  BeatPacer pacer(Every(milliseconds(100)));
  for (const milliseconds took : {milliseconds(0), milliseconds(60)}) {
    EXPECT_TRUE(AtBest([&] {
      absl::Notification ran;
      Clock::time_point when;
      const Clock::time_point arrived = Clock::now() - took;
      EXPECT_TRUE(pacer.Submit(arrived, [&] {
        when = Clock::now();
        ran.Notify();
      }));
      ran.WaitForNotification();
      EXPECT_GE(when - arrived, milliseconds(100));
      // A beat that began with Submit() would come after 160.
      return when - arrived < milliseconds(160);
    }));
  }
}

TEST(BeatPacerTest, RunsInTheOrderOfArrival) {
  BeatPacer pacer(Every(milliseconds(200)));
  std::vector<int> order;  // One thread runs all.
  // Tried again if they were not all there before the first was due.
  EXPECT_TRUE(AtBest([&] {
    order.clear();
    const Clock::time_point now = Clock::now();
    absl::BlockingCounter left(3);
    const auto note = [&](int number) {
      return [&order, &left, number] {
        order.push_back(number);
        left.DecrementCount();
      };
    };
    EXPECT_TRUE(pacer.Submit(now, note(2)));
    pacer.Resume(now, note(3));
    EXPECT_TRUE(pacer.Submit(now - milliseconds(20), note(1)));
    const bool all_in_time = Clock::now() - now < milliseconds(180);
    left.Wait();
    return all_in_time;
  }));
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(BeatPacerTest, RefusesWhatIsTooMuchButNotWhatWasBegun) {
  int ran = 0;
  {
    BeatPacer pacer(Every(hours(1), /*max_waiting=*/2));
    const auto work = [&ran] { ++ran; };
    EXPECT_TRUE(pacer.Submit(Clock::now(), work));
    EXPECT_TRUE(pacer.Submit(Clock::now(), work));
    EXPECT_FALSE(pacer.Submit(Clock::now(), work));
    pacer.Resume(Clock::now(), work);
  }
  EXPECT_EQ(ran, 3);
}

TEST(BeatPacerTest, AStopLetsAllGoOn) {
  BeatPacer pacer(Every(hours(1)));
  int ran = 0;
  ASSERT_TRUE(pacer.Submit(Clock::now(), [&] {
    ++ran;
    // What follows does not wait either.
    pacer.Resume(Clock::now(), [&] { ++ran; });
  }));
  pacer.Stop();
  EXPECT_EQ(ran, 2);
  EXPECT_TRUE(pacer.Submit(Clock::now(), [&] { ++ran; }));
  EXPECT_EQ(ran, 3);
  pacer.Stop();
}

}  // namespace
}  // namespace homeward::federation
