#include "auth/decision/birth_age.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/time/civil_time.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

// Completed years from `birth` to `day`.
int YearsBetween(absl::CivilDay birth, absl::CivilDay day) {
  const bool had_birthday = std::make_pair(day.month(), day.day()) >=
                            std::make_pair(birth.month(), birth.day());
  const int64_t years = day.year() - birth.year() - (had_birthday ? 0 : 1);
  return static_cast<int>(std::clamp<int64_t>(years, -10000, 10000));
}

// What is added to a year of `calendar` to get the first Gregorian year that
// it can touch; it touches the next two at most. The Islamic year is shorter:
// 33 of them are 32 Gregorian ones.
std::optional<int> FirstGregorianYear(int year, v1::Calendar calendar) {
  switch (calendar) {
    case v1::CALENDAR_ISLAMIC:
      return year - year / 33 + 621;
    case v1::CALENDAR_ETHIOPIC:
      return year + 7;
    case v1::CALENDAR_PERSIAN:
      return year + 621;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<AgeInterval> AgeAt(const v1::PartialDate& birth,
                                 absl::Time time) {
  const absl::CivilDay today = DayOf(time);
  const int year = birth.year();
  if (year < 1 || year > 9999) return std::nullopt;
  absl::CivilDay earliest, latest;
  const auto other = FirstGregorianYear(year, birth.calendar());
  if (other.has_value()) {
    earliest = absl::CivilDay(*other - 1, 1, 1);
    latest = absl::CivilDay(*other + 2, 12, 31);
  } else if (birth.calendar() > v1::CALENDAR_GREGORIAN || birth.month() > 12 ||
             birth.day() > 31) {
    return std::nullopt;
  } else {
    const bool has_month = birth.has_month() && birth.month() > 0;
    const bool has_day = has_month && birth.has_day() && birth.day() > 0;
    earliest = absl::CivilDay(year, has_month ? birth.month() : 1,
                              has_day ? birth.day() : 1);
    latest = has_day     ? earliest
             : has_month ? absl::CivilDay(absl::CivilMonth(earliest) + 1) - 1
                         : absl::CivilDay(year, 12, 31);
  }
  const int min = YearsBetween(latest, today);
  const int max = YearsBetween(earliest, today);
  if (max < 0 || min > kMaxAgeYears) return std::nullopt;
  return AgeInterval{std::max(min, 0), max};
}

int CompletedYears(absl::Time from, absl::Time to) {
  return YearsBetween(DayOf(from), DayOf(to));
}

}  // namespace homeward::auth
