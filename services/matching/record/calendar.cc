#include "services/matching/record/calendar.h"

#include <unicode/calendar.h>
#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <cmath>
#include <memory>

#include "absl/time/civil_time.h"

namespace homeward::matching {
namespace {

constexpr double kMillisecondsOfDay = 86400000.0;
constexpr int kCalendars = 4;

std::optional<DayInterval> GregorianDays(int year, int month, int day) {
  const absl::CivilDay first(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
  // Normalised by CivilDay: 31 February would be another day.
  if ((month != 0 && first.month() != month) ||
      (day != 0 && first.day() != day)) {
    return std::nullopt;
  }
  const absl::CivilDay after = day != 0 ? first + 1
                               : month != 0
                                   ? absl::CivilDay(absl::CivilMonth(first) + 1)
                                   : absl::CivilDay(absl::CivilYear(first) + 1);
  const absl::CivilDay epoch(1970, 1, 1);
  return DayInterval{static_cast<int32_t>(first - epoch),
                     static_cast<int32_t>(after - epoch) - 1};
}

const char* LocaleOf(BirthCalendar calendar) {
  switch (calendar) {
    case BirthCalendar::kHijri:
      return "en@calendar=islamic-umalqura";
    case BirthCalendar::kSolarHijri:
      return "en@calendar=persian";
    case BirthCalendar::kEthiopian:
      return "en@calendar=ethiopic";
    case BirthCalendar::kGregorian:
      break;
  }
  return "en@calendar=gregorian";
}

// A strict calendar of this thread: making one takes long. Null without ICU's
// data.
icu::Calendar* CalendarOf(BirthCalendar calendar) {
  thread_local std::unique_ptr<icu::Calendar> made[kCalendars];
  std::unique_ptr<icu::Calendar>& one = made[static_cast<int>(calendar)];
  if (one == nullptr) {
    UErrorCode error = U_ZERO_ERROR;
    one.reset(icu::Calendar::createInstance(
        icu::TimeZone::getGMT()->clone(),
        icu::Locale::createFromName(LocaleOf(calendar)), error));
    if (U_FAILURE(error)) one.reset();
    if (one != nullptr) one->setLenient(false);
  }
  return one.get();
}

std::optional<int32_t> DayOf(icu::Calendar& calendar, int year, int month,
                             int day) {
  calendar.clear();
  calendar.set(UCAL_EXTENDED_YEAR, year);
  calendar.set(UCAL_MONTH, month - 1);
  calendar.set(UCAL_DATE, day);
  UErrorCode error = U_ZERO_ERROR;
  const double time = calendar.getTime(error);
  if (U_FAILURE(error)) return std::nullopt;
  return static_cast<int32_t>(std::floor(time / kMillisecondsOfDay));
}

}  // namespace

std::optional<DayInterval> DaysOf(BirthCalendar calendar, int year, int month,
                                  int day) {
  if (year < 1 || year > 9999 || month < 0 || month > 13 || day < 0 ||
      day > 31 || (month == 0 && day != 0)) {
    return std::nullopt;
  }
  if (calendar == BirthCalendar::kGregorian) {
    return GregorianDays(year, month, day);
  }
  icu::Calendar* icu_calendar = CalendarOf(calendar);
  if (icu_calendar == nullptr) return std::nullopt;
  const auto first =
      DayOf(*icu_calendar, year, month == 0 ? 1 : month, day == 0 ? 1 : day);
  if (!first.has_value() || day != 0) {
    return first.has_value() ? std::optional(DayInterval{*first, *first})
                             : std::nullopt;
  }
  // The month after the last one is the first of the next year.
  auto after =
      month == 0 ? std::nullopt : DayOf(*icu_calendar, year, month + 1, 1);
  if (!after.has_value()) after = DayOf(*icu_calendar, year + 1, 1, 1);
  if (!after.has_value()) return std::nullopt;
  return DayInterval{*first, *after - 1};
}

}  // namespace homeward::matching
