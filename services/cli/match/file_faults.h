#ifndef HOMEWARD_SERVICES_CLI_MATCH_FILE_FAULTS_H_
#define HOMEWARD_SERVICES_CLI_MATCH_FILE_FAULTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/line_tally.h"
#include "services/cli/match/person_rows.h"

namespace homeward::cli {

// What is wrong with a file as a whole and can't be seen in one row: births in
// another format than the map says, and ids that come twice. Texts name columns
// and lines, never what a cell holds. Not thread-safe.
class FileFaults {
 public:
  // Of a file with these columns. Keeps nothing of them.
  FileFaults(const std::vector<BoundColumn>& columns,
             const std::vector<std::string>& header);

  // The row that starts on `line`. Of ids after the first ten million only
  // those are told that are among these.
  void Add(int64_t line, const PersonRow& row);

  // Whether the map may be right about births. `least` is at least 1.
  //
  // Errors:
  //   INVALID_ARGUMENT  There were `least` births or more, and none was in the
  //                     format.
  absl::Status CheckBirths(int64_t least) const;

  // What is wrong, a line for each, with what mends it.
  std::vector<std::string> ToLines() const;

 private:
  std::string birth_column_;
  std::string birth_format_;
  int64_t births_read_ = 0;
  LineTally not_in_format_;
  absl::flat_hash_set<uint64_t> ids_;  // Hashed.
  LineTally same_id_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_FILE_FAULTS_H_
