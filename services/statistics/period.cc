#include "services/statistics/period.h"

namespace homeward::statistics {
namespace {

constexpr int kMonths = 3;

absl::CivilMonth MonthAt(absl::Time time) {
  return absl::ToCivilMonth(time, absl::UTCTimeZone());
}

absl::Time BeginOf(absl::CivilMonth month) {
  return absl::FromCivil(month, absl::UTCTimeZone());
}

}  // namespace

std::vector<std::string> Period::Months() const {
  std::vector<std::string> months;
  for (int i = 0; i < kMonths; ++i) {
    months.push_back(absl::FormatCivilTime(MonthAt(start) + i));
  }
  return months;
}

std::optional<size_t> Period::MonthOf(absl::Time time) const {
  if (time < start || time >= end) return std::nullopt;
  return static_cast<size_t>(MonthAt(time) - MonthAt(start));
}

Period PeriodToCount(absl::Time now) {
  const absl::CivilMonth month = MonthAt(now - kBeforeCounting);
  const absl::CivilMonth end = month - (month.month() - 1) % kMonths;
  return {BeginOf(end - kMonths), BeginOf(end)};
}

}  // namespace homeward::statistics
