#include "auth/identity/replay_window.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

constexpr absl::Duration kSecond = absl::Seconds(1);

class ReplayWindowTest : public ::testing::Test {
 protected:
  const absl::Time start_ = absl::FromUnixSeconds(1800000000);
  const absl::Time now_ = start_ + absl::Minutes(10);
  ReplayWindow window_{start_};
};

TEST_F(ReplayWindowTest, TellsARepeatFromAReplay) {
  EXPECT_EQ(window_.Admit("north", "id", "digest", now_, now_),
            Arrival::kFresh);
  EXPECT_EQ(window_.Admit("north", "id", "digest", now_, now_ + kSecond),
            Arrival::kRepeat);
  EXPECT_EQ(window_.Admit("north", "id", "Digest", now_, now_ + kSecond),
            Arrival::kReplay);
  EXPECT_EQ(window_.Admit("north", "id 2", "digest", now_, now_),
            Arrival::kFresh);
  EXPECT_EQ(window_.Admit("south", "id", "digest", now_, now_),
            Arrival::kFresh);
}

TEST_F(ReplayWindowTest, HoldsItsTimes) {
  const auto at = [&](absl::Duration offset) {
    return window_.Admit("north", absl::StrCat(absl::ToInt64Seconds(offset)),
                         "d", now_ + offset, now_);
  };
  EXPECT_EQ(at(absl::Seconds(30)), Arrival::kFresh);
  EXPECT_EQ(at(absl::Seconds(31)), Arrival::kTooNew);
  EXPECT_EQ(at(absl::Seconds(-60)), Arrival::kFresh);
  EXPECT_EQ(at(absl::Seconds(-61)), Arrival::kTooOld);
}

// Whatever the times, a question is answered once.
TEST_F(ReplayWindowTest, NoQuestionIsFreshTwice) {
  for (int skew = -60; skew <= 30; skew += 5) {
    const absl::Time issued = now_ + absl::Seconds(skew);
    const std::string id = absl::StrCat("id", skew);
    ASSERT_EQ(window_.Admit("north", id, "d", issued, now_), Arrival::kFresh);
    for (int later = 0; later <= 300; ++later) {
      EXPECT_NE(
          window_.Admit("north", id, "d", issued, now_ + absl::Seconds(later)),
          Arrival::kFresh)
          << skew << " s, " << later << " s later";
    }
  }
}

// Replay across a restart.
TEST_F(ReplayWindowTest, WhatWasIssuedBeforeTheStartIsRefused) {
  ReplayWindow restarted(now_);
  EXPECT_EQ(restarted.Admit("north", "id", "d", now_ - kSecond, now_ + kSecond),
            Arrival::kBeforeStart);
  EXPECT_EQ(restarted.Admit("north", "id", "d", now_, now_ + kSecond),
            Arrival::kFresh);
}

TEST_F(ReplayWindowTest, WhatAFastClockIssuedAfterTheStartIsRestored) {
  // Admitted just before the restart, from a peer whose clock is 20 s ahead.
  const absl::Time issued = now_ + absl::Seconds(20);
  ReplayWindow restarted(now_ + kSecond);
  restarted.Restore("north", "id", "d", now_ + kSecond);
  EXPECT_EQ(restarted.Admit("north", "id", "d", issued, now_ + 2 * kSecond),
            Arrival::kRepeat);
  EXPECT_EQ(restarted.Admit("north", "id", "D", issued, now_ + 2 * kSecond),
            Arrival::kReplay);
}

TEST_F(ReplayWindowTest, AFullShareRefusesAndForgetsNothing) {
  ReplayWindow small(start_, /*max_ids_per_peer=*/2);
  EXPECT_EQ(small.Admit("north", "1", "d", now_, now_), Arrival::kFresh);
  EXPECT_EQ(small.Admit("north", "2", "d", now_, now_), Arrival::kFresh);
  EXPECT_EQ(small.Admit("north", "3", "d", now_, now_), Arrival::kFull);
  EXPECT_EQ(small.Admit("north", "1", "d", now_, now_), Arrival::kRepeat);
  EXPECT_EQ(small.Admit("south", "3", "d", now_, now_), Arrival::kFresh);
  const absl::Time later = now_ + kReplayWindow;
  EXPECT_EQ(small.Admit("north", "3", "d", later, later), Arrival::kFresh);
}

TEST_F(ReplayWindowTest, ASilentPeerMakesRoomForAnother) {
  ReplayWindow small(start_, 8, /*max_peers=*/1);
  EXPECT_EQ(small.Admit("north", "1", "d", now_, now_), Arrival::kFresh);
  EXPECT_EQ(small.Admit("south", "1", "d", now_, now_), Arrival::kFull);
  const absl::Time later = now_ + kReplayWindow;
  EXPECT_EQ(small.Admit("south", "1", "d", later, later), Arrival::kFresh);
}

TEST_F(ReplayWindowTest, ManyThreadsAdmitAQuestionOnce) {
  std::vector<int> fresh(4, 0);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 1000; ++i) {
        fresh[t] += window_.Admit("north", absl::StrCat(i), "d", now_, now_) ==
                    Arrival::kFresh;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh[0] + fresh[1] + fresh[2] + fresh[3], 1000);
}

}  // namespace
}  // namespace homeward::auth
