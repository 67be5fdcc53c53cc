#include "services/exchange/date.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ParsePartialDateTest, ReadsEachPrecision) {
  EXPECT_THAT(ParsePartialDate("2014"), IsOkAndHolds(PartialDate{2014, 0, 0}));
  EXPECT_THAT(ParsePartialDate("2014-02"),
              IsOkAndHolds(PartialDate{2014, 2, 0}));
  EXPECT_THAT(ParsePartialDate("2016-02-29"),
              IsOkAndHolds(PartialDate{2016, 2, 29}));
}

TEST(ParsePartialDateTest, RefusesOtherShapesAndDaysThatDoNotExist) {
  for (const char* text :
       {"", "14", "02014", "2014-", "2014-2", "2014-02-", "2014-02-3",
        "2014/02/03", "2014-13", "2014-00", "2014-02-00", "2014-02-30",
        "2015-02-29", "0000", "2014-02-03T", " 2014", "-2014", "20 4"}) {
    EXPECT_THAT(ParsePartialDate(text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(ParsePartialDateTest, DoesNotRepeatTheText) {
  EXPECT_THAT(std::string(ParsePartialDate("2014-02-31").status().message()),
              Not(HasSubstr("2014")));
}

TEST(PartialDateTest, KnowsItsFirstAndLastDay) {
  const PartialDate year{2014, 0, 0};
  EXPECT_THAT(year.Earliest(), Eq(absl::CivilDay(2014, 1, 1)));
  EXPECT_THAT(year.Latest(), Eq(absl::CivilDay(2014, 12, 31)));
  const PartialDate leap{2016, 2, 0};
  EXPECT_THAT(leap.Latest(), Eq(absl::CivilDay(2016, 2, 29)));
  const PartialDate december{2014, 12, 0};
  EXPECT_THAT(december.Latest(), Eq(absl::CivilDay(2014, 12, 31)));
  const PartialDate day{2014, 5, 6};
  EXPECT_THAT(day.Earliest(), Eq(absl::CivilDay(2014, 5, 6)));
  EXPECT_THAT(day.Latest(), Eq(day.Earliest()));
}

TEST(ParseUtcTimeTest, ReadsUtcOnly) {
  EXPECT_THAT(ParseUtcTime("1970-01-01T00:01:00Z"),
              IsOkAndHolds(absl::FromUnixSeconds(60)));
  EXPECT_THAT(ParseUtcTime("1970-01-01T00:01:00.5Z"),
              IsOkAndHolds(absl::FromUnixMillis(60500)));
  for (const char* text :
       {"", "1970-01-01", "1970-01-01T00:01:00", "1970-01-01T00:01:00+00:00",
        "1970-01-01 00:01:00Z", "1970-02-30T00:01:00Z", "1970-01-01T24:61:00Z",
        "1970-01-01T00:00:60Z", "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00.1234567890Z", "infinite-past", "now"}) {
    EXPECT_THAT(ParseUtcTime(text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(ParseInstantTest, ReadsOffsets) {
  EXPECT_THAT(ParseInstant("1970-01-01T01:00:00+01:00"),
              IsOkAndHolds(absl::UnixEpoch()));
  EXPECT_THAT(ParseInstant("2022-01-07T17:59:47.953Z"),
              IsOkAndHolds(absl::FromUnixMillis(1641578387953)));
  EXPECT_THAT(ParseInstant("1970-01-01T01:00:00"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseInstant("1970-01-01T01:00:00+0100"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::exchange
