#include "services/node/config/probe_config.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/federation/probing/distinct_count.h"

namespace homeward::node {
namespace {

using ::homeward::federation::ProbeRates;

constexpr int kMaxRate = 1000000000;
constexpr int kMaxNames = federation::DistinctCount::kMaxLimit;
constexpr int kMaxLockoutMinutes = 7 * 24 * 60;

// 0: not set.
absl::Status Check(absl::string_view field, int value, int high) {
  if (value >= 0 && value <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("probe_limits.", field, ": ", value, " is not in [1, ", high,
                   "]; write a number in it, or leave the field out"));
}

absl::Status Check(absl::string_view scope,
                   const internal::v1::ProbeRates& rates) {
  absl::Status status = Check(absl::StrCat(scope, ".questions_per_hour"),
                              rates.questions_per_hour(), kMaxRate);
  if (!status.ok()) return status;
  status = Check(absl::StrCat(scope, ".misses_per_hour"),
                 rates.misses_per_hour(), kMaxRate);
  if (!status.ok()) return status;
  return Check(absl::StrCat(scope, ".names_per_hour"), rates.names_per_hour(),
               kMaxNames);
}

void Set(const internal::v1::ProbeRates& from, ProbeRates& rates) {
  if (from.questions_per_hour() > 0)
    rates.questions = from.questions_per_hour();
  if (from.misses_per_hour() > 0) rates.misses = from.misses_per_hour();
  if (from.names_per_hour() > 0) {
    rates.names = static_cast<size_t>(from.names_per_hour());
  }
}

}  // namespace

absl::Status CheckProbeLimits(const internal::v1::ProbeLimits& limits) {
  for (const absl::Status& status :
       {Check("agency", limits.agency()), Check("officer", limits.officer()),
        Check("purpose", limits.purpose()), Check("child", limits.child()),
        Check("lockout_minutes", limits.lockout_minutes(),
              kMaxLockoutMinutes)}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

federation::ProbeLimits ProbeLimitsOf(const internal::v1::ProbeLimits& limits) {
  federation::ProbeLimits result;
  Set(limits.agency(), result.agency);
  Set(limits.officer(), result.officer);
  Set(limits.purpose(), result.purpose);
  Set(limits.child(), result.child);
  if (limits.lockout_minutes() > 0) {
    result.lockout = absl::Minutes(limits.lockout_minutes());
  }
  return result;
}

}  // namespace homeward::node
