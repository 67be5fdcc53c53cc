#ifndef HOMEWARD_SERVICES_CLI_MATCH_COLUMN_MAP_H_
#define HOMEWARD_SERVICES_CLI_MATCH_COLUMN_MAP_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::cli {

// What a column can hold.
enum class ColumnKind {
  kId,
  kName,  // The whole name.
  kGiven,
  kPatronymic,
  kFamily,
  kBirth,
  kSex,
  kText,  // A matching::TextField.
};

// Says which column of a file holds what. Source: docs/matching.md.
struct MappedColumn {
  ColumnKind kind = ColumnKind::kText;
  matching::TextField text = matching::TextField::kPlace;
  // Names that the column may have; the first that a file has counts.
  std::vector<std::string> names;
  matching::BirthFormat birth;
  int line = 0;  // Of the map.
};

struct ColumnMap {
  std::vector<MappedColumn> columns;
};

// Parses a column map: a line `field = column` for each; see docs/matching.md.
//
// Errors:
//   INVALID_ARGUMENT  A line that isn't one, a field that isn't known, a date's
//                     format that can't be, a field twice, or no id, name or
//                     other field to compare. The text names the line.
absl::StatusOr<ColumnMap> ParseColumnMap(absl::string_view text);

// The map of a file whose columns are called as fields are; others of its
// columns are not read. Births are yyyy-mm-dd.
//
// Errors:
//   INVALID_ARGUMENT  No column is called as a field.
absl::StatusOr<ColumnMap> MapByFieldNames(
    const std::vector<std::string>& header);

// A column of one file.
struct BoundColumn {
  MappedColumn mapped;
  size_t at = 0;  // Counted from 0.
};

// Finds the columns of a file with this header.
//
// Errors:
//   INVALID_ARGUMENT  The file has none of the names of a line of the map. The
//                     text names them, and the columns that the file has.
absl::StatusOr<std::vector<BoundColumn>> BindColumns(
    const ColumnMap& map, const std::vector<std::string>& header);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_COLUMN_MAP_H_
