#ifndef HOMEWARD_SERVICES_CLI_MATCH_CSV_TEXT_H_
#define HOMEWARD_SERVICES_CLI_MATCH_CSV_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::cli {

// `value` as one field of RFC 4180: quoted if it has to be. Pure.
std::string CsvText(absl::string_view value);

// A probability or score with as many digits as tell any two apart.
std::string CsvNumber(double value);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_CSV_TEXT_H_
