#ifndef HOMEWARD_AUTH_COUNTRY_CODE_H_
#define HOMEWARD_AUTH_COUNTRY_CODE_H_

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace homeward::auth {

// Whether `code` is written as a country of ISO 3166-1 alpha-2 is: two capital
// letters. Whether there is such a country is not looked at. Thread-safe.
inline bool IsCountryCode(absl::string_view code) {
  return code.size() == 2 && absl::c_all_of(code, absl::ascii_isupper);
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_COUNTRY_CODE_H_
