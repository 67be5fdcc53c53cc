#include "services/cli/options/time_option.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

bool Parse(const std::string& text, absl::Time& time) {
  int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds)) {
    time = absl::FromUnixSeconds(seconds);
  } else if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return false;
  }
  // It reads "infinite-future" too.
  return absl::FromCivil(absl::CivilYear(1), absl::UTCTimeZone()) <= time &&
         time < absl::FromCivil(absl::CivilYear(10000), absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<absl::Time> ReadTimeOption(absl::string_view name,
                                          const std::string& text,
                                          absl::Time otherwise) {
  if (text.empty()) return otherwise;
  absl::Time time;
  if (Parse(text, time)) return time;
  return UsageError(absl::StrCat(name, " is no time"),
                    "write it as 2026-03-01T12:00:00Z, or as Unix seconds");
}

}  // namespace homeward::cli
