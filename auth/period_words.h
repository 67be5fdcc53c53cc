#ifndef HOMEWARD_AUTH_PERIOD_WORDS_H_
#define HOMEWARD_AUTH_PERIOD_WORDS_H_

#include <string>

#include "absl/time/time.h"

namespace homeward::auth {

// `period` as people say it, and exactly: "30 days", "3652500 days (about 10000
// years)"; below two days in hours and less: "24h". Pure.
std::string PeriodWords(absl::Duration period);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PERIOD_WORDS_H_
