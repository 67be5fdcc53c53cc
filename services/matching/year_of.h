#ifndef HOMEWARD_SERVICES_MATCHING_YEAR_OF_H_
#define HOMEWARD_SERVICES_MATCHING_YEAR_OF_H_

#include "absl/time/time.h"

namespace homeward::matching {

// The year of `time` in UTC.
inline int YearOf(absl::Time time) {
  return static_cast<int>(absl::ToCivilYear(time, absl::UTCTimeZone()).year());
}

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_YEAR_OF_H_
