#include "services/statistics/day_budget.h"

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::statistics {
namespace {

// Begins a day, UTC.
const absl::Time kMorning = absl::FromUnixSeconds(20000 * 24 * 3600);

TEST(DayBudgetTest, IsForEachPersonAndDay) {
  DayBudget budget(2);
  const absl::Time evening = kMorning + absl::Hours(24) - absl::Seconds(1);
  EXPECT_TRUE(budget.Take("anna", kMorning));
  EXPECT_TRUE(budget.Take("anna", evening));
  EXPECT_FALSE(budget.Take("anna", evening));
  EXPECT_TRUE(budget.Take("ben", evening));
  EXPECT_TRUE(budget.Take("anna", evening + absl::Seconds(1)));
}

TEST(DayBudgetTest, AClockThatGoesBackGivesNothing) {
  DayBudget budget(1);
  EXPECT_TRUE(budget.Take("anna", kMorning));
  EXPECT_FALSE(budget.Take("anna", kMorning - absl::Hours(48)));
  EXPECT_FALSE(budget.Take("anna", kMorning));
}

TEST(DayBudgetTest, IsBounded) {
  DayBudget budget(2);
  for (size_t i = 0; i < DayBudget::kMaxPersons; ++i) {
    ASSERT_TRUE(budget.Take("p" + std::to_string(i), kMorning));
  }
  EXPECT_FALSE(budget.Take("one more", kMorning));
  EXPECT_TRUE(budget.Take("p0", kMorning));
  EXPECT_TRUE(budget.Take("one more", kMorning + absl::Hours(24)));
}

}  // namespace
}  // namespace homeward::statistics
