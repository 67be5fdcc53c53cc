#ifndef HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
#define HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/birth_age.h"
#include "homeward/internal/v1/stored.pb.h"

namespace homeward::auth {

// The age of the person of `record` at `now`, in completed years: what all her
// identity claims leave possible. Ages were true at their claim's source time
// and have grown since. Dates of other calendars than the Gregorian are read
// to the year, widely. In doubt she is a child (R1 of docs/mou.md): unless all
// say 18 or more, the interval ends at 17 or below.
AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now);

// The same for a record that is asked at many times: its claims are read once.
class SubjectAges {
 public:
  explicit SubjectAges(const internal::v1::StoredRecord& record);

  AgeInterval At(absl::Time now) const;

 private:
  // What one claim says.
  struct Said {
    std::optional<BirthDays> birth;
    // Where `birth` makes no age: from `since` on she grows.
    std::optional<AgeInterval> age;
    // Nothing: it was true whenever it is asked.
    std::optional<absl::CivilDay> since;
    // Of those who are of age already the end stays.
    bool is_adult_band = false;
    bool estimated = false;

    std::optional<AgeInterval> On(absl::CivilDay day) const;
  };

  std::vector<Said> said_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
