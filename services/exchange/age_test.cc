#include "services/exchange/age.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;

absl::Time At(int year, int month, int day, int hour = 12) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour),
                         absl::UTCTimeZone());
}

AgeEvidence Born(int year, int month = 0, int day = 0) {
  AgeEvidence evidence;
  evidence.birth = PartialDate{year, month, day};
  return evidence;
}

AgeEvidence Aged(int min_years, int max_years,
                 std::optional<absl::Time> stated_at = std::nullopt) {
  AgeEvidence evidence;
  evidence.age = AgeRange{min_years, max_years};
  evidence.age_stated_at = stated_at;
  return evidence;
}

TEST(ParseAgeTest, ReadsAnAgeOrARange) {
  EXPECT_THAT(ParseAge("0"), IsOkAndHolds(AgeRange{0, 0}));
  EXPECT_THAT(ParseAge("35-45"), IsOkAndHolds(AgeRange{35, 45}));
  for (const char* text : {"", "-", "5-", "-5", "9-8", "151", "0x1", "1-2-3",
                           "+5", "5 ", "4.5", "0005"}) {
    EXPECT_THAT(ParseAge(text), StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(SurelyAdultTest, NothingKnownIsAChild) {
  EXPECT_FALSE(SurelyAdult(AgeEvidence(), At(2026, 1, 1)));
}

TEST(SurelyAdultTest, AgeZeroIsAnAge) {
  EXPECT_FALSE(SurelyAdult(Aged(0, 0), At(2026, 1, 1)));
  // Somebody who was 0 eighteen years ago has grown up since.
  EXPECT_TRUE(SurelyAdult(Aged(0, 0, At(2006, 1, 1)), At(2026, 1, 1)));
}

TEST(SurelyAdultTest, TurnsOnTheEighteenthBirthdayEverywhereOnEarth) {
  EXPECT_FALSE(SurelyAdult(Born(2008, 5, 6), At(2026, 5, 5)));
  EXPECT_FALSE(SurelyAdult(Born(2008, 5, 6), At(2026, 5, 6, /*hour=*/11)));
  EXPECT_TRUE(SurelyAdult(Born(2008, 5, 6), At(2026, 5, 6, /*hour=*/12)));
}

TEST(SurelyAdultTest, TakesTheLatestDayThatAPartialDateAllows) {
  EXPECT_FALSE(SurelyAdult(Born(2008), At(2026, 12, 30)));
  EXPECT_TRUE(SurelyAdult(Born(2008), At(2027, 1, 1)));
  EXPECT_FALSE(SurelyAdult(Born(2008, 2), At(2026, 2, 28)));
  EXPECT_TRUE(SurelyAdult(Born(2008, 2), At(2026, 3, 1)));
}

TEST(SurelyAdultTest, TakesTheYoungestAgeOfARange) {
  EXPECT_FALSE(SurelyAdult(Aged(17, 19), At(2026, 1, 1)));
  EXPECT_TRUE(SurelyAdult(Aged(18, 19), At(2026, 1, 1)));
  EXPECT_TRUE(SurelyAdult(Aged(35, 45), At(2026, 1, 1)));
}

TEST(SurelyAdultTest, CountsOnlyWholeYearsSinceTheAgeWasStated) {
  const absl::Time stated = At(2025, 3, 10);
  EXPECT_FALSE(SurelyAdult(Aged(17, 17, stated), At(2026, 3, 10)));
  EXPECT_TRUE(SurelyAdult(Aged(17, 17, stated), At(2026, 3, 12)));
  // Stated in the future: as if now.
  EXPECT_FALSE(SurelyAdult(Aged(17, 17, At(2030, 1, 1)), At(2026, 1, 1)));
}

TEST(SurelyAdultTest, AnEstimateMayBeYearsOff) {
  for (int years = 17; years <= 22; ++years) {
    AgeEvidence evidence = Aged(years, years);
    evidence.estimated = true;
    EXPECT_FALSE(SurelyAdult(evidence, At(2026, 1, 1))) << years;
  }
  AgeEvidence evidence = Aged(23, 23);
  evidence.estimated = true;
  EXPECT_TRUE(SurelyAdult(evidence, At(2026, 1, 1)));
}

TEST(SurelyAdultTest, TheYoungerWinsWhereEvidenceContradictsItself) {
  AgeEvidence evidence = Born(1970, 1);
  evidence.age = AgeRange{9, 9};
  EXPECT_FALSE(SurelyAdult(evidence, At(2026, 1, 1)));
  evidence = Born(2014);
  evidence.age = AgeRange{40, 50};
  EXPECT_FALSE(SurelyAdult(evidence, At(2026, 1, 1)));
}

TEST(YoungestYearsTest, IsNeverNegative) {
  EXPECT_EQ(YoungestYears(Born(2030), At(2026, 1, 1)), 0);
  AgeEvidence evidence = Aged(2, 3);
  evidence.estimated = true;
  EXPECT_EQ(YoungestYears(evidence, At(2026, 1, 1)), 0);
}

}  // namespace
}  // namespace homeward::exchange
