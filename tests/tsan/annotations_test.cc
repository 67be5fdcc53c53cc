// The thread sanitizer sees a race, and sees none where Abseil synchronises.

#include <atomic>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace homeward {
namespace {

TEST(TsanDeathTest, ReportsARace) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        int value = 0;
        std::thread writer([&value] {
          for (int i = 0; i < 1000; ++i) ++value;
        });
        for (int i = 0; i < 1000; ++i) ++value;
        writer.join();
        exit(0);  // The sanitizer makes it 66.
      },
      testing::ExitedWithCode(66), "data race");
}

TEST(TsanTest, SeesMutexesReadersAndWaits) {
  absl::Mutex mutex;
  absl::CondVar changed;
  int value = 0;
  bool done = false;
  std::thread writer([&] {
    for (int i = 0; i < 1000; ++i) {
      absl::MutexLock lock(&mutex);
      ++value;
      changed.Signal();
    }
    absl::MutexLock lock(&mutex);
    done = true;
  });
  {
    absl::MutexLock lock(&mutex);
    while (value == 0) changed.Wait(&mutex);
    mutex.Await(absl::Condition(&done));
  }
  {
    absl::ReaderMutexLock lock(&mutex);
    EXPECT_EQ(value, 1000);
  }
  writer.join();
}

TEST(TsanTest, SeesNotificationsAndCounters) {
  int first = 0;
  int second = 0;
  int third = 0;
  absl::Notification waited, polled;
  absl::BlockingCounter counter(1);
  std::thread writer([&] {
    first = 1;
    waited.Notify();
    second = 2;
    polled.Notify();
    third = 3;
    counter.DecrementCount();
  });
  waited.WaitForNotification();
  EXPECT_EQ(first, 1);
  while (!polled.HasBeenNotified()) std::this_thread::yield();
  EXPECT_EQ(second, 2);
  counter.Wait();
  EXPECT_EQ(third, 3);
  writer.join();
}

}  // namespace
}  // namespace homeward
