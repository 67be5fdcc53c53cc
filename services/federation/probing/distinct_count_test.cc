#include "services/federation/probing/distinct_count.h"

#include <cstdint>
#include <random>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::federation {
namespace {

// The start of a half hour.
const absl::Time kStart = absl::FromUnixSeconds(1800 * 1'000'000);

void AddMany(DistinctCount& count, int values, absl::Time now, uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < values; ++i) count.Add(random(), now);
}

TEST(DistinctCountTest, StartsAtNothing) {
  EXPECT_EQ(DistinctCount(40).Estimate(kStart), 0);
}

TEST(DistinctCountTest, CountsWithinTenPercentUpToItsLimit) {
  for (const int limit : {40, 100, 1000, 4096}) {
    double off = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
      DistinctCount count(limit);
      AddMany(count, limit, kStart, seed);
      off += count.Estimate(kStart) / limit - 1;
    }
    EXPECT_NEAR(off / 20, 0, 0.1) << limit;
  }
}

TEST(DistinctCountTest, TheSameValueCountsOnce) {
  DistinctCount count(40);
  for (int i = 0; i < 1000; ++i) AddMany(count, 5, kStart, 7);
  EXPECT_NEAR(count.Estimate(kStart), 5, 1);
}

TEST(DistinctCountTest, FarMoreThanTheLimitIsMore) {
  DistinctCount count(40);
  AddMany(count, 1'000'000, kStart, 7);
  EXPECT_GT(count.Estimate(kStart), 40);
}

TEST(DistinctCountTest, ForgetsAfterAnHourAtMost) {
  DistinctCount count(40);
  AddMany(count, 20, kStart, 7);
  AddMany(count, 10, kStart + absl::Minutes(31), 8);
  EXPECT_NEAR(count.Estimate(kStart + absl::Minutes(59)), 30, 3);
  EXPECT_NEAR(count.Estimate(kStart + absl::Minutes(61)), 10, 2);
  count.Add(1, kStart + absl::Minutes(61));
  EXPECT_NEAR(count.Estimate(kStart + absl::Minutes(61)), 11, 2);
  EXPECT_EQ(count.Estimate(kStart + absl::Minutes(121)), 0);
  count.Add(1, kStart + absl::Hours(9));
  EXPECT_NEAR(count.Estimate(kStart + absl::Hours(9)), 1, 0.5);
}

// A clock that is set back keeps what was counted.
TEST(DistinctCountTest, ABackwardClockFreesNobody) {
  DistinctCount count(40);
  AddMany(count, 20, kStart, 7);
  EXPECT_NEAR(count.Estimate(kStart - absl::Hours(5)), 20, 2);
  count.Add(1, kStart - absl::Hours(5));
  EXPECT_NEAR(count.Estimate(kStart - absl::Hours(5)), 21, 2);
}

}  // namespace
}  // namespace homeward::federation
