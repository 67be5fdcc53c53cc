#include "services/node/config/probe_config.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/federation/probing/distinct_count.h"
#include "services/node/config/number_check.h"

namespace homeward::node {
namespace {

using ::homeward::federation::ProbeRates;

constexpr int kMaxRate = 1000000000;
constexpr int kMaxNames = federation::DistinctCount::kMaxLimit;
constexpr int kMaxLockoutMinutes = 7 * 24 * 60;

absl::Status Check(absl::string_view scope,
                   const internal::v1::ProbeRates& rates) {
  const std::string field = absl::StrCat("probe_limits.", scope, ".");
  for (const absl::Status& status :
       {CheckNumberIfSet(field + "questions_per_hour",
                         rates.questions_per_hour(), kMaxRate),
        CheckNumberIfSet(field + "misses_per_hour", rates.misses_per_hour(),
                         kMaxRate),
        CheckNumberIfSet(field + "names_per_hour", rates.names_per_hour(),
                         kMaxNames)}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
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
        CheckNumberIfSet("probe_limits.lockout_minutes",
                         limits.lockout_minutes(), kMaxLockoutMinutes)}) {
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
