// Whatever the bytes of a column map and of a header are: a map that is taken
// has an id and names for each column, and what it is bound to is in the file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/person_rows.h"
#include "services/matching/record/birth.h"

namespace homeward::cli {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckMap(const ColumnMap& map) {
  int ids = 0;
  for (const MappedColumn& column : map.columns) {
    if (column.kind == ColumnKind::kId) ++ids;
    Check(!column.names.empty());
    if (column.kind == ColumnKind::kBirth) {
      Check(matching::CheckBirthFormat(column.birth).ok());
    }
  }
  Check(ids == 1);
  Check(map.columns.size() > 1);
}

// A row whose fields are the names of the columns is as good as any.
void CheckBound(const ColumnMap& map, const std::vector<std::string>& header) {
  const auto bound = BindColumns(map, header);
  if (!bound.ok()) return;
  for (const BoundColumn& column : *bound) {
    Check(column.at < header.size());
    const auto& names = column.mapped.names;
    Check(std::find(names.begin(), names.end(), header[column.at]) !=
          names.end());
  }
  ReadPerson(*bound, Row{1, header});
}

}  // namespace
}  // namespace homeward::cli

// The header comes first, its columns parted by tabs; then a NUL and the map.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace cli = homeward::cli;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::vector<std::string> header =
      absl::StrSplit(bytes.substr(0, end), '\t');
  const auto by_name = cli::MapByFieldNames(header);
  if (by_name.ok()) cli::CheckBound(*by_name, header);
  const auto map =
      cli::ParseColumnMap(bytes.substr(std::min(end + 1, bytes.size())));
  if (!map.ok()) return 0;
  cli::CheckMap(*map);
  cli::CheckBound(*map, header);
  return 0;
}
