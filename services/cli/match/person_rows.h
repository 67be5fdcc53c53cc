#ifndef HOMEWARD_SERVICES_CLI_MATCH_PERSON_ROWS_H_
#define HOMEWARD_SERVICES_CLI_MATCH_PERSON_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/cli/match/column_map.h"
#include "services/matching/record/person.h"

namespace homeward::cli {

// A row of a file and the line where it started.
struct Row {
  int64_t line = 0;
  std::vector<std::string> fields;
};

// What the cell of a birth holds.
enum class BirthCell {
  kEmpty,  // Nothing, or words and zeros for nothing. Also without a column.
  kRead,
  kNotInFormat,
};

// A row as a person. What can't be read is left out of her, and told.
struct PersonRow {
  std::string id;
  matching::Person person;
  BirthCell birth = BirthCell::kEmpty;
  // One for each other value that is not as it should be: its column and what
  // is wrong, never the value.
  std::vector<std::string> problems;
  // What reading took: part of the time that a search takes.
  absl::Duration read_in;
};

// Reads a row by the columns of its file. The row must have a field for each.
// Pure, thread-safe.
PersonRow ReadPerson(const std::vector<BoundColumn>& columns, const Row& row);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_PERSON_ROWS_H_
