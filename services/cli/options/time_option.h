#ifndef HOMEWARD_SERVICES_CLI_OPTIONS_TIME_OPTION_H_
#define HOMEWARD_SERVICES_CLI_OPTIONS_TIME_OPTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace homeward::cli {

// The time that the option `name` gives as `text`: as RFC 3339 has it, or Unix
// seconds. `otherwise` when it is empty. Times are those of the years 1 to
// 9999, which every document can tell. Thread-safe.
//
// Errors:
//   UsageError()  It is no such time; the text does not quote it.
absl::StatusOr<absl::Time> ReadTimeOption(absl::string_view name,
                                          const std::string& text,
                                          absl::Time otherwise);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_OPTIONS_TIME_OPTION_H_
