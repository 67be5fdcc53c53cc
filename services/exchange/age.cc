#include "services/exchange/age.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace homeward::exchange {
namespace {

constexpr int kMaxYears = 150;

// Whole years from `start` to `end`; 0 if `end` is not later.
int WholeYears(absl::CivilDay start, absl::CivilDay end) {
  if (end <= start) return 0;
  const int years = static_cast<int>(end.year() - start.year());
  const bool before_birthday =
      end.month() < start.month() ||
      (end.month() == start.month() && end.day() < start.day());
  return before_birthday ? years - 1 : years;
}

// The earliest date that clocks on earth show at `time`.
absl::CivilDay EarliestDay(absl::Time time) {
  return absl::ToCivilDay(time - absl::Hours(12), absl::UTCTimeZone());
}

// The latest date that clocks on earth show at `time`.
absl::CivilDay LatestDay(absl::Time time) {
  return absl::ToCivilDay(time + absl::Hours(14), absl::UTCTimeZone());
}

bool IsYears(absl::string_view text, int* years) {
  return !text.empty() && text.size() <= 3 &&
         absl::c_all_of(text, absl::ascii_isdigit) &&
         absl::SimpleAtoi(text, years) && *years <= kMaxYears;
}

}  // namespace

absl::StatusOr<AgeRange> ParseAge(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  AgeRange range;
  if (ends.size() > 2 || !IsYears(ends.front(), &range.min_years) ||
      !IsYears(ends.back(), &range.max_years) ||
      range.min_years > range.max_years) {
    return absl::InvalidArgumentError(
        "is not an age: write whole years as N or N-M, from 0 to 150");
  }
  return range;
}

int YoungestYears(const AgeEvidence& evidence, absl::Time now) {
  if (!evidence.birth.has_value() && !evidence.age.has_value()) return 0;
  int youngest = kMaxYears;
  if (evidence.birth.has_value()) {
    youngest = WholeYears(evidence.birth->Latest(), EarliestDay(now));
  }
  if (evidence.age.has_value()) {
    const absl::Time stated = evidence.age_stated_at.value_or(now);
    youngest =
        std::min(youngest, evidence.age->min_years +
                               WholeYears(LatestDay(stated), EarliestDay(now)));
  }
  if (evidence.estimated) youngest -= kEstimateErrorYears;
  return std::max(youngest, 0);
}

bool SurelyAdult(const AgeEvidence& evidence, absl::Time now) {
  return YoungestYears(evidence, now) >= kAdultYears;
}

}  // namespace homeward::exchange
