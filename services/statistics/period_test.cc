#include "services/statistics/period.h"

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::statistics {
namespace {

using ::testing::ElementsAre;

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error));
  return time;
}

TEST(PeriodTest, IsTheLastQuarterThatEndedAFortnightAgo) {
  const Period summer = PeriodToCount(At("2026-10-15T00:00:00Z"));
  EXPECT_EQ(summer.start, At("2026-07-01T00:00:00Z"));
  EXPECT_EQ(summer.end, At("2026-10-01T00:00:00Z"));
  EXPECT_EQ(PeriodToCount(At("2026-10-14T23:59:59Z")).end,
            At("2026-07-01T00:00:00Z"));
  EXPECT_EQ(PeriodToCount(At("2027-01-14T23:59:59Z")).end, summer.end);
  EXPECT_EQ(PeriodToCount(At("2027-01-15T00:00:00Z")).end,
            At("2027-01-01T00:00:00Z"));
}

TEST(PeriodTest, HasThreeMonths) {
  const Period period = PeriodToCount(At("2027-02-01T00:00:00Z"));
  EXPECT_THAT(period.Months(), ElementsAre("2026-10", "2026-11", "2026-12"));
  EXPECT_EQ(period.MonthOf(At("2026-09-30T23:59:59Z")), std::nullopt);
  EXPECT_EQ(period.MonthOf(At("2026-10-01T00:00:00Z")), 0);
  EXPECT_EQ(period.MonthOf(At("2026-12-31T23:59:59Z")), 2);
  EXPECT_EQ(period.MonthOf(At("2027-01-01T00:00:00Z")), std::nullopt);
}

}  // namespace
}  // namespace homeward::statistics
