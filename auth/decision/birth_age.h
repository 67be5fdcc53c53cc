#ifndef HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_
#define HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_

#include <optional>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/v1/values.pb.h"

namespace homeward::auth {

// The ages in completed years that who was born on `birth` may have on the day
// of `time`, UTC. Dates of other calendars than the Gregorian are read to the
// year, widely. Nothing for a date that is none, or that makes no age from 0 to
// 130. Pure.
std::optional<AgeInterval> AgeAt(const v1::PartialDate& birth, absl::Time time);

// Completed years from the day of `from` to that of `to`, UTC. Negative when
// `to` is the earlier.
int CompletedYears(absl::Time from, absl::Time to);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_BIRTH_AGE_H_
