#ifndef HOMEWARD_SERVICES_STATISTICS_PERIOD_H_
#define HOMEWARD_SERVICES_STATISTICS_PERIOD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace homeward::statistics {

// How long after its end a quarter is counted at the earliest, so that what
// was written on paper is in.
inline constexpr absl::Duration kBeforeCounting = absl::Hours(24 * 14);

// A calendar quarter, UTC: [start, end).
struct Period {
  absl::Time start;
  absl::Time end;

  // Its three months, such as `2026-07`.
  std::vector<std::string> Months() const;
  // Which of them `time` is in, from 0 on; none when it is outside.
  std::optional<size_t> MonthOf(absl::Time time) const;
};

// The last quarter that ended kBeforeCounting before `now` or earlier. Pure.
Period PeriodToCount(absl::Time now);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_PERIOD_H_
