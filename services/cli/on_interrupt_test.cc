#include "services/cli/on_interrupt.h"

#include <csignal>

#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

volatile std::sig_atomic_t outer = 0;
volatile std::sig_atomic_t inner = 0;

TEST(OnInterruptTest, CtrlCDoesAfterwardsWhatItDidBefore) {
  const OnInterrupt first([](int) { outer = outer + 1; });
  {
    const OnInterrupt second([](int) { inner = inner + 1; });
    std::raise(SIGINT);
  }
  EXPECT_EQ(inner, 1);
  EXPECT_EQ(outer, 0);
  std::raise(SIGINT);
  EXPECT_EQ(inner, 1);
  EXPECT_EQ(outer, 1);
}

TEST(OnInterruptDeathTest, AtTheEndItEndsTheProgramAgain) {
  EXPECT_EXIT(
      {
        {
          const OnInterrupt none([](int) {});
        }
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace homeward::cli
