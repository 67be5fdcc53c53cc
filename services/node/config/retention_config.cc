#include "services/node/config/retention_config.h"

#include "absl/time/time.h"
#include "services/node/config/number_check.h"

namespace homeward::node {
namespace {

constexpr int kMaxDays = 3650;
constexpr int kMaxYears = 80;
constexpr absl::Duration kDay = absl::Hours(24);

}  // namespace

absl::Status CheckRetention(const internal::v1::RetentionPeriods& periods) {
  for (const absl::Status& status :
       {CheckNumberIfSet("retention.tips_days", periods.tips_days(), kMaxDays),
        CheckNumberIfSet("retention.crossing_photo_days",
                         periods.crossing_photo_days(), kMaxDays),
        CheckNumberIfSet("retention.case_file_years", periods.case_file_years(),
                         kMaxYears)}) {
    if (!status.ok()) return status;
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
