#ifndef HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
#define HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/internal/v1/stored.pb.h"

namespace homeward::auth {

// The age of the person of `record` at `now`, in completed years: what all her
// identity claims leave possible. Ages were true at their claim's source time
// and have grown since. Dates of other calendars than the Gregorian are read
// to the year, widely. In doubt she is a child (R1 of docs/mou.md): unless all
// say 18 or more, the interval ends at 17 or below. A birth date counts more
// than an age of the same claim, unless that age makes her a minor whom the
// date makes too old for it. Never goes back as `now` goes on.
AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
