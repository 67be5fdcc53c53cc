#ifndef HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
#define HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_

#include <array>
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
// say 18 or more, the interval ends at 17 or below. A birth date counts more
// than an age of the same claim, unless that age makes her a minor whom the
// date makes too old for it. Never goes back as `now` goes on.
AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now);

// The same for a record that is asked at many times: its claims are read once.
class SubjectAges {
 public:
  // How old somebody was said to be on a day, and whether that has an end.
  struct Years {
    AgeInterval age;
    bool has_end = true;
  };

  explicit SubjectAges(const internal::v1::StoredRecord& record);

  AgeInterval At(absl::Time now) const;

 private:
  // By the birth date, the age and the age band: the most exact first.
  using Ages = std::array<std::optional<AgeInterval>, 3>;

  // What one claim says.
  struct Said {
    std::optional<BirthDays> birth;
    // The age and the age band, from `since` on she grows.
    std::array<std::optional<Years>, 2> years;
    // Nothing: it was true whenever it is asked.
    std::optional<absl::CivilDay> since;
    bool estimated = false;

    Ages All(absl::CivilDay day) const;
    // The most exact thing; but who was younger by another one, when it was
    // true, may be as young as that.
    std::optional<AgeInterval> On(absl::CivilDay day) const;
  };

  std::vector<Said> said_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_SUBJECT_AGE_H_
