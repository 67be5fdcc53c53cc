#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/record/calendar.h"

// When somebody was born, as far as it is known. Pure, thread-safe.
namespace homeward::matching {

// How a column of births is written.
struct BirthFormat {
  // Runs of y, m and d, and what stands between them: "yyyymmdd",
  // "dd/mm/yyyy". With something between them, leading zeros may be left out,
  // or written.
  std::string pattern = "yyyy-mm-dd";
  BirthCalendar calendar = BirthCalendar::kGregorian;
};

// A birth as an interval of days, beside what was written.
struct Birth {
  // Days since 1970-01-01, Gregorian, both included: as wide as what is known.
  // `first` is above `last` if the writing names no time at all.
  int32_t first = 0;
  int32_t last = -1;
  // As written, in its calendar; 0 where it isn't known. Kept even if there is
  // no such day: 31 February still has most of its digits right.
  uint16_t year = 0;
  uint8_t month = 0;
  uint8_t day = 0;
  BirthCalendar calendar = BirthCalendar::kGregorian;
  // The day, month and year are written but there is no such day.
  bool impossible = false;

  bool has_interval() const { return first <= last; }
  // A year, month and day are written.
  bool is_full() const { return day != 0; }
};

// Checks what the user says of a column.
//
// Errors:
//   INVALID_ARGUMENT  `pattern` lacks a run of y, has another letter, a run
//                     twice, or a day without a month.
absl::Status CheckBirthFormat(const BirthFormat& format);

// Reads a birth. Month and day may be 0, or be left out at the end: then the
// interval is the month or the year. "~" before it widens it by a year on each
// side, and "1998..2001" is everything between two writings. Digits of the
// Arabic scripts count as digits. `format` must be right.
//
// Errors:
//   INVALID_ARGUMENT  It isn't in this format. The text lacks the value.
absl::StatusOr<Birth> ParseBirth(absl::string_view text,
                                 const BirthFormat& format);

// A birth in the Gregorian years `first` to `last`, both included.
Birth BirthInYears(int first, int last);

// The Gregorian year of a day since 1970-01-01.
int GregorianYear(int32_t day);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_H_
