#ifndef HOMEWARD_SERVICES_CLI_STATISTICS_COUNT_VIEW_H_
#define HOMEWARD_SERVICES_CLI_STATISTICS_COUNT_VIEW_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/statistics.pb.h"

// Tables of counts as people ask for them and read them. Pure.
namespace homeward::cli {

// The command that shows a table, which follows it.
inline constexpr char kStatisticsWord[] = "statistics";

// A table that there is.
struct TableEntry {
  // As people type it, `[a-z]+`.
  std::string name;
  // What it counts: words of this program, without quotation marks.
  std::string about;
};

// All of them.
std::vector<TableEntry> TableList();

// Reads `registrations` or `STATISTICS_TABLE_REGISTRATIONS`.
//
// Errors:
//   UsageError()  There is no such table; the text lists them.
absl::StatusOr<v1::StatisticsTable> ParseTable(absl::string_view text);

// `table` in columns, or, if `plain`, one count a line. What is hidden says so.
std::vector<std::string> CountText(const v1::CountTable& table, bool plain);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_STATISTICS_COUNT_VIEW_H_
