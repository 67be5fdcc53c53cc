#include "services/query/covered.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::query {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

matching::Description Somebody(int first_year, int last_year) {
  matching::Description description;
  matching::AddName({"Solomiia Koval", {}, {}, {}}, description);
  matching::AddBirth(matching::BirthInYears(first_year, last_year),
                     description);
  description.sex = matching::Sex::kFemale;
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

// The first and last year of each birth.
std::vector<std::pair<int, int>> YearsOf(
    const matching::Description& description) {
  std::vector<std::pair<int, int>> years;
  for (const matching::Birth& birth : description.births) {
    years.emplace_back(matching::GregorianYear(birth.first),
                       matching::GregorianYear(birth.last));
  }
  return years;
}

TEST(CoveredTest, ARelativeIsComparedWhereTheMouShowsHer) {
  matching::Description description = Somebody(2015, 2015);
  const auto add = [&](const char* name, matching::RelativeSource source) {
    matching::AddRelative(name, 0, source, description);
  };
  add("Asked", matching::RelativeSource::kQuestion);
  add("Mother", matching::RelativeSource::kFamily);
  add("Aunt", matching::RelativeSource::kAdult);
  add("Reporter", matching::RelativeSource::kReporter);
  const auto names = [&](auth::CategorySet admitted) {
    std::vector<std::string> texts;
    for (const auto& one : In2026(description, admitted).relatives) {
      texts.push_back(one.text);
    }
    return texts;
  };
  EXPECT_THAT(names({}), ElementsAre("Asked"));
  EXPECT_THAT(names({v1::CATEGORY_ID_FULL}), ElementsAre("Asked"));
  EXPECT_THAT(names({v1::CATEGORY_FAMILY}), ElementsAre("Asked", "Mother"));
  EXPECT_THAT(names({v1::CATEGORY_ADULTS, v1::CATEGORY_ID_FULL}),
              ElementsAre("Asked", "Aunt"));
  EXPECT_THAT(names({v1::CATEGORY_TIP}), ElementsAre("Asked", "Reporter"));
}

TEST(CoveredTest, WhoMayKnowHerFullyIsMatchedByEverything) {
  const matching::Description all = In2026(
      Somebody(2015, 2015), {v1::CATEGORY_ID_FULL, v1::CATEGORY_LOC_COARSE});
  EXPECT_THAT(YearsOf(all), ElementsAre(Pair(2015, 2015)));
  EXPECT_EQ(all.sex, matching::Sex::kFemale);
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
    EXPECT_THAT(YearsOf(In2026(Somebody(first, last), {v1::CATEGORY_ID_MIN})),
                ElementsAre(Pair(band_first, band_last)))
        << first;
  }
}

TEST(CoveredTest, OfSeveralBirthsInOneBandOneIsLeft) {
  matching::Description child = Somebody(2015, 2015);
  matching::AddBirth(
      *matching::ParseBirth("2016-07-01", matching::BirthFormat()), child);
  const auto covered = In2026(child, {v1::CATEGORY_ID_MIN});
  EXPECT_THAT(YearsOf(covered), ElementsAre(Pair(2015, 2020)));
  // Not even what was written.
  EXPECT_EQ(covered.births[0].year, 0);
  EXPECT_EQ(covered.births[0].month, 0);
}

TEST(CoveredTest, WithoutABandThereIsNoBirthAndNoSex) {
  const auto covered = In2026(Somebody(2015, 2015), {v1::CATEGORY_EXIST});
  EXPECT_THAT(covered.births, IsEmpty());
  EXPECT_EQ(covered.sex, matching::Sex::kUnknown);
}

TEST(CoveredTest, ATelephoneIsLeftOutAndHerOwnNumberIsNot) {
  const auto covered = In2026(Somebody(2015, 2015), {v1::CATEGORY_ID_MIN});
  ASSERT_THAT(covered.identifiers, SizeIs(1));
  EXPECT_EQ(covered.identifiers[0].kind,
            matching::IdentifierKind::kUnhcrIndividual);
  ASSERT_THAT(covered.names, SizeIs(1));
  EXPECT_EQ(covered.names[0].text, "Solomiia Koval");
}

TEST(CoveredTest, LanguagesAreComparedWhereTheMouShowsThem) {
  matching::Description child = Somebody(2015, 2015);
  child.languages = {"uk"};
  EXPECT_THAT(In2026(child, {v1::CATEGORY_ID_FULL}).languages,
              ElementsAre("uk"));
  EXPECT_THAT(In2026(child, {v1::CATEGORY_ID_MIN}).languages, IsEmpty());
}

}  // namespace
}  // namespace homeward::query
