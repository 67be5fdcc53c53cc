#include "auth/decision/birth_age.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/time/civil_time.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;

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

absl::CivilDay UtcDayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

int CompletedYears(absl::CivilDay from, absl::CivilDay to) {
  const bool had_birthday = std::make_pair(to.month(), to.day()) >=
                            std::make_pair(from.month(), from.day());
  const int64_t years = to.year() - from.year() - (had_birthday ? 0 : 1);
  return static_cast<int>(std::clamp<int64_t>(years, -10000, 10000));
}

std::optional<BirthDays> BirthDaysOf(const v1::PartialDate& birth) {
  const int year = birth.year();
  if (year < 1 || year > 9999) return std::nullopt;
  const auto other = FirstGregorianYear(year, birth.calendar());
  if (other.has_value()) {
    return BirthDays{absl::CivilDay(*other - 1, 1, 1),
                     absl::CivilDay(*other + 2, 12, 31)};
  }
  if (birth.calendar() > v1::CALENDAR_GREGORIAN || birth.month() > 12 ||
      birth.day() > 31) {
    return std::nullopt;
  }
  const bool has_month = birth.has_month() && birth.month() > 0;
  const bool has_day = has_month && birth.has_day() && birth.day() > 0;
  const absl::CivilDay earliest(year, has_month ? birth.month() : 1,
                                has_day ? birth.day() : 1);
  if (has_day) return BirthDays{earliest, earliest};
  return BirthDays{
      earliest, has_month ? absl::CivilDay(absl::CivilMonth(earliest) + 1) - 1
                          : absl::CivilDay(year, 12, 31)};
}

std::optional<AgeInterval> AgeOn(const BirthDays& birth, absl::CivilDay day) {
  const int min = CompletedYears(birth.latest, day);
  const int max = CompletedYears(birth.earliest, day);
  if (max < 0 || min > kMaxAgeYears) return std::nullopt;
  return AgeInterval{std::max(min, 0), max};
}

std::optional<AgeInterval> AgeAt(const v1::PartialDate& birth,
                                 absl::Time time) {
  const auto days = BirthDaysOf(birth);
  return days.has_value() ? AgeOn(*days, UtcDayOf(time)) : std::nullopt;
}

}  // namespace homeward::auth
