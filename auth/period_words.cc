#include "auth/period_words.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace homeward::auth {

std::string PeriodWords(absl::Duration period) {
  constexpr int64_t kYearsFromDays = 730;
  const int64_t days = period / absl::Hours(24);
  if (days < 2) return absl::FormatDuration(period);
  std::string words = absl::StrCat(days, " days");
  const absl::Duration rest = period % absl::Hours(24);
  if (rest != absl::ZeroDuration()) {
    absl::StrAppend(&words, " and ", absl::FormatDuration(rest));
  }
  if (days >= kYearsFromDays) {
    // A year of the Gregorian calendar has 365.2425 days.
    absl::StrAppend(&words, " (about ", (days * 10'000 + 1'826'212) / 3'652'425,
                    " years)");
  }
  return words;
}

}  // namespace homeward::auth
