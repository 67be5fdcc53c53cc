#include "tests/testing/patience.h"

#include "gtest/gtest.h"

namespace homeward::testing {
namespace {

TEST(EventuallyTest, EndsAsSoonAsItHolds) {
  int asked = 0;
  EXPECT_TRUE(Eventually([&] { return ++asked == 3; }));
  EXPECT_EQ(asked, 3);
}

TEST(AtBestTest, EndsWithTheFirstTryThatIsQuick) {
  int tried = 0;
  EXPECT_TRUE(AtBest([&] { return ++tried == 10; }));
  EXPECT_EQ(tried, 10);
}

TEST(AtBestTest, WhatIsAlwaysTooSlowIsFound) {
  int tried = 0;
  EXPECT_FALSE(AtBest([&] {
    ++tried;
    return false;
  }));
  EXPECT_EQ(tried, 10);
}

}  // namespace
}  // namespace homeward::testing
