#ifndef HOMEWARD_SERVICES_EXCHANGE_DATE_H_
#define HOMEWARD_SERVICES_EXCHANGE_DATE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

// Dates and instants as other people's files write them. Pure, thread-safe.
// No error message holds the text it refuses: it may be a birth date.
namespace homeward::exchange {

// A date of which the day, or the month and the day, may be unknown.
struct PartialDate {
  int year = 0;   // [1, 9999]
  int month = 0;  // [1, 12]; 0: unknown.
  int day = 0;    // [1, 31], exists in that month; 0: unknown.

  // The first and the last day that the date can be.
  absl::CivilDay Earliest() const;
  absl::CivilDay Latest() const;

  bool operator==(const PartialDate& other) const {
    return year == other.year && month == other.month && day == other.day;
  }
};

// Reads YYYY, YYYY-MM or YYYY-MM-DD, digits and hyphens only.
//
// Errors:
//   INVALID_ARGUMENT  Another shape, or a day that the calendar lacks.
//
// Source: PFIF 1.4, date_of_birth; FHIR R4 section 2.24, "date".
absl::StatusOr<PartialDate> ParsePartialDate(absl::string_view text);

// Reads an instant in UTC, YYYY-MM-DDThh:mm:ss[.f]Z: PFIF knows no offsets.
//
// Errors:
//   INVALID_ARGUMENT  Another shape, no Z, or an instant that does not exist.
//
// Source: PFIF 1.4, "Data formats".
absl::StatusOr<absl::Time> ParseUtcTime(absl::string_view text);

// Reads an instant with its offset, YYYY-MM-DDThh:mm:ss[.f](Z|+hh:mm|-hh:mm).
//
// Errors:
//   INVALID_ARGUMENT  Another shape, or an instant that does not exist.
//
// Source: FHIR R4 section 2.24, "instant".
absl::StatusOr<absl::Time> ParseInstant(absl::string_view text);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_DATE_H_
