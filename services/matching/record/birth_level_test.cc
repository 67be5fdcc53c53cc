#include "services/matching/record/birth_level.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

Birth On(const std::string& text,
         BirthCalendar calendar = BirthCalendar::kGregorian) {
  const auto birth = ParseBirth(text, {"yyyy-mm-dd", calendar});
  EXPECT_TRUE(birth.ok()) << text;
  return birth.value_or(Birth());
}

// Says the same from both sides.
BirthLevel Compared(const Birth& left, const Birth& right) {
  const BirthLevel level = CompareBirths(left, right);
  EXPECT_EQ(CompareBirths(right, left), level);
  return level;
}
BirthLevel Compared(const std::string& left, const std::string& right) {
  return Compared(On(left), On(right));
}

TEST(CompareBirthsTest, TellsMistakesOfWritersApart) {
  EXPECT_EQ(Compared("2012-05-03", "2012-05-03"), BirthLevel::kExact);
  EXPECT_EQ(Compared("2012-05-03", "2012-03-05"), BirthLevel::kFlip);
  EXPECT_EQ(Compared("2012-05-03", "2012-05-08"), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared("2012-05-21", "2012-05-12"), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared("2012-05-19", "2012-05-20"), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared("2012-02-29", "2012-03-01"), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared("2009-05-03", "2010-05-03"), BirthLevel::kYearOff);
  EXPECT_EQ(Compared("2012-05-01", "2012-05-23"), BirthLevel::kMonth);
  EXPECT_EQ(Compared("2012-05-14", "2012-05-23"), BirthLevel::kTwoParts);
  EXPECT_EQ(Compared("1998-05-23", "2012-05-23"), BirthLevel::kTwoParts);
}

TEST(CompareBirthsTest, ADayThatStandsForAnyIsItsYear) {
  EXPECT_EQ(Compared("2012-01-01", "2012-08-23"), BirthLevel::kHeaped);
  EXPECT_EQ(Compared("2012-07-01", "2012-03-23"), BirthLevel::kHeaped);
  EXPECT_EQ(Compared("2012-04-12", "2012-08-23"), BirthLevel::kSameYear);
}

TEST(CompareBirthsTest, TellsHowFarApartTheRestIs) {
  EXPECT_EQ(Compared("2012-04-12", "2011-08-23"), BirthLevel::kYearNear);
  EXPECT_EQ(Compared("2012-04-12", "2010-08-23"), BirthLevel::kTwoYears);
  EXPECT_EQ(Compared("2012-04-12", "2003-08-23"), BirthLevel::kDifferent);
}

TEST(CompareBirthsTest, IntervalsOverlapOrAreApart) {
  EXPECT_EQ(Compared("2012", "2012-08-23"), BirthLevel::kOverlap);
  EXPECT_EQ(Compared("2012-08", "2012"), BirthLevel::kOverlap);
  EXPECT_EQ(Compared("2008..2012", "2010-02-03"), BirthLevel::kOverlap);
  EXPECT_EQ(Compared("2012", "2013-08-23"), BirthLevel::kNextYear);
  EXPECT_EQ(Compared("2012", "2011"), BirthLevel::kNextYear);
  EXPECT_EQ(Compared("2012-05", "2012-08-23"), BirthLevel::kNextYear);
  EXPECT_EQ(Compared("2012", "2014-08-23"), BirthLevel::kTwoYears);
  EXPECT_EQ(Compared("2012", "2019"), BirthLevel::kDifferent);
}

TEST(CompareBirthsTest, ADayOfTwoCalendarsIsTheSame) {
  const Birth hijri = On("1434-01-01", BirthCalendar::kHijri);
  EXPECT_EQ(Compared(hijri, On("2012-11-15")), BirthLevel::kExact);
  EXPECT_EQ(Compared(hijri, On("2012-11-14")), BirthLevel::kExact);
  EXPECT_EQ(Compared(hijri, On("2012-11-13")), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared(On("1391", BirthCalendar::kSolarHijri), On("2013-02-03")),
            BirthLevel::kOverlap);
}

TEST(CompareBirthsTest, ADayThatIsNoneIsComparedByItsDigits) {
  EXPECT_EQ(Compared("1937-12-33", "1937-12-23"), BirthLevel::kOneDigit);
  EXPECT_EQ(Compared("1937-12-33", "1937-12-33"), BirthLevel::kExact);
}

TEST(CompareBirthsTest, NothingIsNoEvidence) {
  EXPECT_EQ(Compared(Birth(), On("2012-05-03")), BirthLevel::kMissing);
  EXPECT_EQ(Compared(Birth(), Birth()), BirthLevel::kMissing);
}

}  // namespace
}  // namespace homeward::matching
