#include "services/cli/match/csv_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace homeward::cli {

std::string CsvText(absl::string_view value) {
  const bool plain =
      value.find_first_of(",;|\t\"\r\n") == absl::string_view::npos &&
      (value.empty() || (value.front() != ' ' && value.back() != ' '));
  if (plain) return std::string(value);
  return absl::StrCat("\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
}

std::string CsvNumber(double value) { return absl::StrFormat("%.17g", value); }

}  // namespace homeward::cli
