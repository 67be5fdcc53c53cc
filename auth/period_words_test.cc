#include "auth/period_words.h"

#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

TEST(PeriodWordsTest, ShortTimesAreHours) {
  EXPECT_EQ(PeriodWords(absl::Hours(1)), "1h");
  EXPECT_EQ(PeriodWords(absl::Hours(24)), "24h");
  EXPECT_EQ(PeriodWords(absl::Minutes(90)), "1h30m");
}

TEST(PeriodWordsTest, LongTimesAreDaysAndYears) {
  EXPECT_EQ(PeriodWords(absl::Hours(48)), "2 days");
  EXPECT_EQ(PeriodWords(absl::Hours(60)), "2 days and 12h");
  EXPECT_EQ(PeriodWords(absl::Hours(24) * 365), "365 days");
  EXPECT_EQ(PeriodWords(absl::Hours(24) * 3650), "3650 days (about 10 years)");
  EXPECT_EQ(PeriodWords(absl::Hours(87'660'000)),
            "3652500 days (about 10000 years)");
}

}  // namespace
}  // namespace homeward::auth
