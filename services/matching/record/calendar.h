#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_CALENDAR_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_CALENDAR_H_

#include <cstdint>
#include <optional>

// Days of four calendars. Pure, thread-safe.
namespace homeward::matching {

enum class BirthCalendar : uint8_t {
  kGregorian,
  kHijri,       // Umm al-Qura; others differ by a day or two.
  kSolarHijri,  // Iran and Afghanistan.
  kEthiopian,
};

// The days that a date can mean, as days since 1970-01-01, both included.
struct DayInterval {
  int32_t first = 0;
  int32_t last = 0;
};

// The days of a year, of a month if `month` isn't 0, or the day if neither is.
// Nothing if there is no such day or month, or the year is outside 1 to 9999.
std::optional<DayInterval> DaysOf(BirthCalendar calendar, int year, int month,
                                  int day);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_CALENDAR_H_
