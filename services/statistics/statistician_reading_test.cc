#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/test_kit.h"
#include "tests/testing/status_matchers.h"

// What is counted of records as the store has them: each category sealed for
// itself.
namespace homeward::statistics {
namespace {

class StatisticianReadingTest : public ::testing::Test {
 protected:
  // A child of whom `fact` was told, just before the end of the quarter.
  void Register(const std::string& fact) {
    kit_.Register(period_.end - absl::Hours(1), "PL1465", "AGE_BAND_6_TO_11",
                  fact);
  }
  absl::StatusOr<v1::CountChildrenResponse> Ask(v1::StatisticsTable table) {
    return kit_.Ask(federation_.CallerOf("north", v1::ROLE_RESEARCH_ANALYST),
                    table);
  }

  const auth::testing::Federation federation_;
  StatisticianKit kit_{federation_.now};
  const Period period_ = PeriodToCount(federation_.now);
  const int64_t start_ = absl::ToUnixSeconds(period_.start);
};

TEST_F(StatisticianReadingTest,
       CountsHealthAndScreeningsWithoutWhatIsSensitive) {
  for (int i = 0; i < 6; ++i) {
    Register(
        "health_summary { functional_needs: 'a ramp' immunizations { "
        "display: 'Measles' } sensitive_problems { display: 'X' } }");
    Register(
        absl::StrCat("screening { screening_id: 's' screened_time { "
                     "seconds: ",
                     start_,
                     " } urgency: SCREENING_URGENCY_SOON "
                     "requested_services: SCREENING_SERVICE_LEGAL_AID "
                     "score: 3 }"));
    Register("health_summary { sensitive_problems { display: 'X' } }");
  }
  ASSERT_OK_AND_ASSIGN(const auto health, Ask(v1::STATISTICS_TABLE_HEALTH));
  EXPECT_EQ(health.table().rows(0).counts(0).children(), 6);
  EXPECT_EQ(health.table().total().total().children(), 6);
  ASSERT_OK_AND_ASSIGN(const auto screening,
                       Ask(v1::STATISTICS_TABLE_SCREENING));
  EXPECT_EQ(screening.table().rows(1).name(), "soon");
  EXPECT_EQ(screening.table().rows(1).counts(4).children(), 6);
  EXPECT_EQ(screening.table().total().total().children(), 6);
}

TEST_F(StatisticianReadingTest, EachTableReadsWhatItCounts) {
  for (int i = 0; i < 6; ++i) {
    Register(
        absl::StrCat("wellbeing_check { status: WELLBEING_STATUS_SAFE "
                     "checked_time { seconds: ",
                     start_, " } }"));
    Register(
        "missing_report { report_id: 'm' missing_category: "
        "MISSING_CATEGORY_RUNAWAY }");
  }
  ASSERT_OK_AND_ASSIGN(const auto safe, Ask(v1::STATISTICS_TABLE_WELLBEING));
  EXPECT_EQ(safe.table().rows(0).counts(0).children(), 6);
  ASSERT_OK_AND_ASSIGN(const auto missing, Ask(v1::STATISTICS_TABLE_MISSING));
  EXPECT_EQ(missing.table().total().counts(2).children(), 6);
  ASSERT_OK_AND_ASSIGN(const auto girls, Ask(v1::STATISTICS_TABLE_PROTECTION));
  EXPECT_EQ(girls.table().total().counts(0).children(), 12);
}

}  // namespace
}  // namespace homeward::statistics
