#include "services/node/config/number_check.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace homeward::node {
namespace {

TEST(NumberCheckTest, BothEndsOfTheRangeAreInIt) {
  EXPECT_EQ(CheckNumber("n", 100, 100, 300), absl::OkStatus());
  EXPECT_EQ(CheckNumber("n", 300, 100, 300), absl::OkStatus());
  EXPECT_FALSE(CheckNumber("n", 99, 100, 300).ok());
  EXPECT_FALSE(CheckNumber("n", 301, 100, 300).ok());
}

TEST(NumberCheckTest, TellsTheFieldTheRangeAndWhatToWrite) {
  EXPECT_EQ(CheckNumber("queue_limit", 0, 1, 9),
            absl::InvalidArgumentError(
                "queue_limit: 0 is not in [1, 9]; write a number in it, or "
                "leave the field out"));
}

TEST(NumberCheckTest, WhatIsNotSetIsNoMistake) {
  EXPECT_EQ(CheckNumberIfSet("n", 0, 9), absl::OkStatus());
  EXPECT_EQ(CheckNumberIfSet("n", 9, 9), absl::OkStatus());
  EXPECT_FALSE(CheckNumberIfSet("n", 10, 9).ok());
  EXPECT_FALSE(CheckNumberIfSet("n", -1, 9).ok());
}

}  // namespace
}  // namespace homeward::node
