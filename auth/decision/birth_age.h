#ifndef HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_
#define HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {

// The days of which one is that of a birth, both ends included.
struct BirthDays {
  absl::CivilDay earliest;
  absl::CivilDay latest;
};

// The days that `birth` leaves possible. Dates of other calendars than the
// Gregorian are read to the year, widely. Nothing for a date that is none.
// Pure.
std::optional<BirthDays> BirthDaysOf(const v1::PartialDate& birth);

// The ages in completed years on `day` of who was born on one of `birth`.
// Nothing if none is from 0 to 130. Pure.
std::optional<AgeInterval> AgeOn(const BirthDays& birth, absl::CivilDay day);

// The ages in completed years that who was born on `birth` may have on the day
// of `time`, UTC: AgeOn() of BirthDaysOf(). Pure.
std::optional<AgeInterval> AgeAt(const v1::PartialDate& birth, absl::Time time);

// Completed years from `from` to `to`. Negative when `to` is the earlier.
int CompletedYears(absl::CivilDay from, absl::CivilDay to);

// The day of `time`, UTC.
absl::CivilDay UtcDayOf(absl::Time time);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_
