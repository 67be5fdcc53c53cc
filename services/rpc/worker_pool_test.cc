#include "services/rpc/worker_pool.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

using ::testing::ElementsAre;

// Occupies the only thread of `pool` until `release`.
void Occupy(WorkerPool& pool, absl::Notification& release) {
  absl::Notification started;
  ASSERT_TRUE(pool.Submit("busy", [&] {
    started.Notify();
    release.WaitForNotification();
  }));
  started.WaitForNotification();
}

TEST(WorkerPoolTest, RunsWork) {
  WorkerPool pool({});
  absl::Notification ran;
  ASSERT_TRUE(pool.Submit("north", [&] { ran.Notify(); }));
  ran.WaitForNotification();
}

TEST(WorkerPoolTest, RefusesWhenFullAndTakesAgainLater) {
  WorkerPool pool({1, 2, 2});
  absl::Notification release;
  Occupy(pool, release);
  std::atomic<int> runs = 0;
  absl::Notification both;
  const auto work = [&] {
    if (++runs == 2) both.Notify();
  };
  EXPECT_TRUE(pool.Submit("north", work));
  EXPECT_TRUE(pool.Submit("south", work));
  EXPECT_EQ(pool.QueueDepth(), 2);
  EXPECT_FALSE(pool.Submit("east", work));
  release.Notify();
  both.WaitForNotification();
  EXPECT_TRUE(pool.Submit("east", [] {}));
  pool.Stop();
  EXPECT_EQ(runs, 2);
}

TEST(WorkerPoolTest, OneAgencyCanNotFillTheQueue) {
  WorkerPool pool({1, 10, 2});
  absl::Notification release;
  Occupy(pool, release);
  EXPECT_TRUE(pool.Submit("north", [] {}));
  EXPECT_TRUE(pool.Submit("north", [] {}));
  EXPECT_FALSE(pool.Submit("north", [] {}));
  EXPECT_TRUE(pool.Submit("south", [] {}));
  release.Notify();
}

TEST(WorkerPoolTest, AgenciesTakeTurns) {
  WorkerPool pool({1, 100, 100});
  absl::Notification release;
  Occupy(pool, release);
  absl::Mutex mutex;
  std::vector<std::string> order;
  const auto submit = [&](const std::string& agency) {
    ASSERT_TRUE(pool.Submit(agency, [&, agency] {
      absl::MutexLock lock(&mutex);
      order.push_back(agency);
    }));
  };
  for (int i = 0; i < 3; ++i) submit("north");
  submit("south");
  submit("east");
  release.Notify();
  pool.Stop();
  EXPECT_THAT(order, ElementsAre("north", "south", "east", "north", "north"));
}

TEST(WorkerPoolTest, StopFinishesWhatWaitsAndRefusesMore) {
  std::atomic<int> runs = 0;
  WorkerPool pool({2, 1000, 1000});
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(pool.Submit("north", [&] { ++runs; }));
  }
  pool.Stop();
  EXPECT_EQ(runs, 500);
  EXPECT_FALSE(pool.Submit("north", [&] { ++runs; }));
  pool.Stop();
  EXPECT_EQ(runs, 500);
}

TEST(WorkerPoolTest, WhatWasBegunIsNeverRefusedAndGoesFirst) {
  WorkerPool pool({1, 1, 1});
  absl::Notification release;
  Occupy(pool, release);
  std::vector<std::string> order;
  ASSERT_TRUE(pool.Submit("north", [&] { order.push_back("new"); }));
  ASSERT_FALSE(pool.Submit("north", [&] { order.push_back("refused"); }));
  for (int i = 0; i < 3; ++i) {
    pool.Resume([&order, i] { order.push_back(std::to_string(i)); });
  }
  EXPECT_EQ(pool.QueueDepth(), 1);
  release.Notify();
  pool.Stop();
  EXPECT_THAT(order, ElementsAre("0", "1", "2", "new"));
  pool.Resume([&] { order.push_back("late"); });
  EXPECT_EQ(order.back(), "late");
}

TEST(WorkerPoolTest, WorkMaySubmitWork) {
  WorkerPool pool({1, 10, 10});
  absl::Notification done;
  ASSERT_TRUE(pool.Submit("north", [&] {
    ASSERT_TRUE(pool.Submit("north", [&] { done.Notify(); }));
  }));
  done.WaitForNotification();
}

}  // namespace
}  // namespace homeward::rpc
