#ifndef HOMEWARD_SERVICES_CLI_MATCH_PERSON_FILE_H_
#define HOMEWARD_SERVICES_CLI_MATCH_PERSON_FILE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/csv_reader.h"
#include "services/cli/match/file_faults.h"
#include "services/cli/match/person_rows.h"
#include "services/cli/progress.h"

namespace homeward::cli {

// A file of persons, read in batches, so that it may be longer than memory.
// Tells on `err` of every row or value that it can't take, by line and reason,
// and goes on; at the end of what FileFaults finds. Not thread-safe.
class PersonFile {
 public:
  // Keeps `context`. "-" reads the command's input. Without a map the columns
  // are found by MapByFieldNames(). Reads the first rows, to see before
  // anything long whether the map is right.
  //
  // Errors:
  //   NOT_FOUND         There is no such file.
  //   INVALID_ARGUMENT  It has no header, or not the columns of `map`; or no
  //                     birth of the first rows is in the format.
  static absl::StatusOr<std::unique_ptr<PersonFile>> Open(
      Context* context, const std::string& path,
      const std::optional<ColumnMap>& map);

  // The next rows as persons, at most `count`, read by `threads` threads.
  // Empty at the end of the file.
  std::vector<PersonRow> Next(size_t count, int threads);

  // How many rows were left out altogether.
  int64_t left_out() const { return left_out_; }

  // Tells how many problems there were beyond those told, if any, and what is
  // wrong with the file as a whole. Once, at the end.
  //
  // Errors:
  //   INVALID_ARGUMENT  No birth of the file is in the format.
  absl::Status Finish();

 private:
  PersonFile(Context* context, std::string path);
  absl::Status FindColumns(const std::optional<ColumnMap>& map);
  absl::Status LookAhead();
  std::vector<Row> ReadRows(size_t count);
  std::vector<PersonRow> ReadPersons(const std::vector<Row>& rows, int threads);
  std::vector<PersonRow> TakeAhead(size_t count);
  void Tell(int64_t line, absl::string_view problem);

  Context* const context_;
  const std::string path_;
  std::ifstream file_;
  int64_t file_bytes_ = 0;
  std::unique_ptr<CsvReader> reader_;
  std::vector<BoundColumn> columns_;
  std::vector<PersonRow> ahead_;      // Read before they were asked for.
  std::optional<FileFaults> faults_;  // From when the columns are known.
  Progress progress_;
  int64_t left_out_ = 0;
  int64_t problems_ = 0;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_PERSON_FILE_H_
