#include "services/node/config/retention_config.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace homeward::node {
namespace {

constexpr int kMaxDays = 3650;
constexpr int kMaxYears = 80;
constexpr absl::Duration kDay = absl::Hours(24);

}  // namespace

absl::Status CheckRetention(const internal::v1::RetentionPeriods& periods) {
  struct Range {
    const char* field;
    int value;
    int high;
  };
  const Range ranges[] = {
      {"tips_days", periods.tips_days(), kMaxDays},
      {"crossing_photo_days", periods.crossing_photo_days(), kMaxDays},
      {"case_file_years", periods.case_file_years(), kMaxYears}};
  for (const Range& range : ranges) {
    // 0: not set.
    if (range.value >= 0 && range.value <= range.high) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "retention.", range.field, ": ", range.value, " is not in [1, ",
        range.high, "]; write a number in it, or leave the field out"));
  }
  return absl::OkStatus();
}

federation::RetentionPeriods RetentionPeriodsOf(
    const internal::v1::RetentionPeriods& periods) {
  federation::RetentionPeriods result;
  if (periods.tips_days() > 0) result.tips = periods.tips_days() * kDay;
  if (periods.crossing_photo_days() > 0) {
    result.crossing_photos = periods.crossing_photo_days() * kDay;
  }
  if (periods.case_file_years() > 0) {
    result.case_file = periods.case_file_years() * 365 * kDay;
  }
  return result;
}

}  // namespace homeward::node
