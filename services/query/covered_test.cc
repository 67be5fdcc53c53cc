#include "services/query/covered.h"

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "services/matching/identifiers.h"
#include "services/matching/matcher.h"

namespace homeward::query {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

matching::Description Somebody(int first_year, int last_year) {
  matching::Description description;
  description.names = {"Solomiia Koval"};
  description.birth = matching::BirthYears{first_year, last_year};
  description.identifiers = {
      {matching::IdentifierKind::kPhone, "+380671112233"},
      {matching::IdentifierKind::kUnhcrIndividual, "30500412907"}};
  return description;
}

// In 2026.
matching::Description In2026(const matching::Description& description,
                             auth::CategorySet admitted) {
  return Covered(
      description, admitted,
      absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone()));
}

TEST(CoveredTest, WhoMayKnowHerFullyIsMatchedByEverything) {
  const matching::Description all = In2026(
      Somebody(2015, 2015), {v1::CATEGORY_ID_FULL, v1::CATEGORY_LOC_COARSE});
  EXPECT_EQ(all.birth->first, 2015);
  EXPECT_EQ(all.birth->last, 2015);
  EXPECT_THAT(all.identifiers, SizeIs(2));
}

TEST(CoveredTest, ABirthIsNoMoreThanItsAgeBand) {
  for (const auto& [first, last, band_first, band_last] :
       {std::tuple(2026, 2026, 2021, 2026), std::tuple(2021, 2021, 2021, 2026),
        std::tuple(2020, 2020, 2015, 2020), std::tuple(2015, 2015, 2015, 2020),
        std::tuple(2014, 2014, 2009, 2014), std::tuple(2009, 2009, 2009, 2014),
        std::tuple(2008, 2008, 1900, 2008), std::tuple(1960, 1960, 1900, 2008),
        // Over two bands.
        std::tuple(2014, 2016, 2009, 2020)}) {
    const auto birth =
        In2026(Somebody(first, last), {v1::CATEGORY_ID_MIN}).birth;
    ASSERT_TRUE(birth.has_value());
    EXPECT_EQ(birth->first, band_first) << first;
    EXPECT_EQ(birth->last, band_last) << last;
  }
}

TEST(CoveredTest, WithoutABandThereIsNoBirth) {
  EXPECT_FALSE(
      In2026(Somebody(2015, 2015), {v1::CATEGORY_EXIST}).birth.has_value());
}

TEST(CoveredTest, ATelephoneIsLeftOutAndHerOwnNumberIsNot) {
  const auto covered = In2026(Somebody(2015, 2015), {v1::CATEGORY_ID_MIN});
  ASSERT_THAT(covered.identifiers, SizeIs(1));
  EXPECT_EQ(covered.identifiers[0].kind,
            matching::IdentifierKind::kUnhcrIndividual);
  EXPECT_THAT(covered.names, ElementsAre("Solomiia Koval"));
}

}  // namespace
}  // namespace homeward::query
