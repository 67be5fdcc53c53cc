#include "services/matching/record/birth.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

int32_t Day(int year, int month, int day) {
  return static_cast<int32_t>(absl::CivilDay(year, month, day) -
                              absl::CivilDay(1970, 1, 1));
}

Birth Parsed(const std::string& text, const std::string& pattern,
             BirthCalendar calendar = BirthCalendar::kGregorian) {
  const auto birth = ParseBirth(text, {pattern, calendar});
  EXPECT_TRUE(birth.ok()) << text;
  return birth.value_or(Birth());
}

bool Fails(const std::string& text, const std::string& pattern) {
  return ParseBirth(text, {pattern, BirthCalendar::kGregorian})
             .status()
             .code() == absl::StatusCode::kInvalidArgument;
}

TEST(ParseBirthTest, ReadsADayInSeveralFormats) {
  for (const auto& [text, pattern] :
       {std::pair("20120503", "yyyymmdd"),
        std::pair("2012-05-03", "yyyy-mm-dd"),
        std::pair("3/5/2012", "dd/mm/yyyy"),
        std::pair("03/05/2012", "d/m/yyyy"), std::pair("3/05/2012", "d/m/yyyy"),
        std::pair("5.3.2012", "mm.dd.yyyy"),
        std::pair(" ٢٠١٢-٠٥-٠٣ ", "yyyy-mm-dd")}) {
    const Birth birth = Parsed(text, pattern);
    EXPECT_EQ(birth.first, Day(2012, 5, 3)) << text;
    EXPECT_EQ(birth.last, Day(2012, 5, 3)) << text;
    EXPECT_TRUE(birth.is_full());
  }
}

TEST(ParseBirthTest, WhatIsLeftOutWidensTheInterval) {
  const Birth month = Parsed("2012-02", "yyyy-mm-dd");
  EXPECT_EQ(month.first, Day(2012, 2, 1));
  EXPECT_EQ(month.last, Day(2012, 2, 29));
  for (const char* text : {"2012", "2012-00-00"}) {
    const Birth year = Parsed(text, "yyyy-mm-dd");
    EXPECT_EQ(year.first, Day(2012, 1, 1)) << text;
    EXPECT_EQ(year.last, Day(2012, 12, 31)) << text;
    EXPECT_FALSE(year.is_full());
  }
  EXPECT_EQ(Parsed("2012", "dd/mm/yyyy").last, Day(2012, 12, 31));
}

TEST(ParseBirthTest, ReadsAboutAndBetween) {
  const Birth about = Parsed("~2012", "yyyy-mm-dd");
  EXPECT_EQ(about.first, Day(2012, 1, 1) - 366);
  EXPECT_EQ(about.last, Day(2012, 12, 31) + 366);
  const Birth between = Parsed("2010..2012-03", "yyyy-mm-dd");
  EXPECT_EQ(between.first, Day(2010, 1, 1));
  EXPECT_EQ(between.last, Day(2012, 3, 31));
  EXPECT_FALSE(between.is_full());
}

TEST(ParseBirthTest, KeepsTheDigitsOfADayThatIsNone) {
  const Birth birth = Parsed("19371233", "yyyymmdd");
  EXPECT_TRUE(birth.impossible);
  EXPECT_EQ(birth.year, 1937);
  EXPECT_EQ(birth.day, 33);
  EXPECT_EQ(birth.first, Day(1937, 1, 1));
  EXPECT_EQ(birth.last, Day(1937, 12, 31));
  EXPECT_TRUE(Parsed("20130229", "yyyymmdd").impossible);
}

TEST(ParseBirthTest, ReadsOtherCalendars) {
  // Nowruz 1391; the first of Meskerem 2005; the first of Muharram 1434.
  EXPECT_EQ(
      Parsed("1391-01-01", "yyyy-mm-dd", BirthCalendar::kSolarHijri).first,
      Day(2012, 3, 20));
  EXPECT_EQ(Parsed("2005-01-01", "yyyy-mm-dd", BirthCalendar::kEthiopian).first,
            Day(2012, 9, 11));
  EXPECT_EQ(Parsed("1434-01-01", "yyyy-mm-dd", BirthCalendar::kHijri).first,
            Day(2012, 11, 15));
}

TEST(ParseBirthTest, AYearOfAnotherCalendarIsItsDays) {
  const Birth year = Parsed("1391", "yyyy-mm-dd", BirthCalendar::kSolarHijri);
  EXPECT_EQ(year.first, Day(2012, 3, 20));
  EXPECT_EQ(year.last, Day(2013, 3, 20));
  const Birth month =
      Parsed("2005-13", "yyyy-mm-dd", BirthCalendar::kEthiopian);
  EXPECT_EQ(month.first, Day(2013, 9, 6));
  EXPECT_EQ(month.last, Day(2013, 9, 10));
}

TEST(ParseBirthTest, RefusesWhatIsNotInTheFormatAndDoesNotRepeatIt) {
  EXPECT_TRUE(Fails("", "yyyymmdd"));
  EXPECT_TRUE(Fails("Mariam", "yyyymmdd"));
  EXPECT_TRUE(Fails("201205031", "yyyymmdd"));
  EXPECT_TRUE(Fails("2012/05/03", "yyyy-mm-dd"));
  EXPECT_TRUE(Fails("00000000", "yyyymmdd"));
  EXPECT_FALSE(
      absl::StrContains(ParseBirth("Mariam", {}).status().message(), "Mariam"));
}

TEST(CheckBirthFormatTest, WantsYearMonthAndDayOnceEach) {
  EXPECT_TRUE(CheckBirthFormat({"yyyymmdd", {}}).ok());
  EXPECT_TRUE(CheckBirthFormat({"dd.mm.yyyy", {}}).ok());
  EXPECT_TRUE(CheckBirthFormat({"yyyy", {}}).ok());
  for (const char* bad : {"", "mm-dd", "yy-mm-dd", "yyyy-dd", "yyyy-mm-mm",
                          "yyyyq", "yyyyddddmm"}) {
    EXPECT_FALSE(CheckBirthFormat({bad, {}}).ok()) << bad;
  }
}

TEST(BirthInYearsTest, HoldsBothYears) {
  const Birth birth = BirthInYears(2010, 2012);
  EXPECT_EQ(birth.first, Day(2010, 1, 1));
  EXPECT_EQ(birth.last, Day(2012, 12, 31));
  EXPECT_FALSE(BirthInYears(0, 2012).has_interval());
  EXPECT_EQ(GregorianYear(birth.first), 2010);
  EXPECT_EQ(GregorianYear(Day(1969, 12, 31)), 1969);
}

TEST(GregorianYearTest, AgreesWithTheCalendar) {
  for (int32_t day = -800000; day < 100000; day += 7) {
    ASSERT_EQ(GregorianYear(day), (absl::CivilDay(1970, 1, 1) + day).year())
        << day;
  }
  EXPECT_EQ(GregorianYear(Day(2000, 2, 29)), 2000);
  EXPECT_EQ(GregorianYear(Day(2001, 1, 1)), 2001);
}

}  // namespace
}  // namespace homeward::matching
