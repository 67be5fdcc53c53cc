#ifndef HOMEWARD_SERVICES_CLI_MATCH_CSV_READER_H_
#define HOMEWARD_SERVICES_CLI_MATCH_CSV_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace homeward::cli {

// Reads comma-separated values as they come, a row at a time: RFC 4180, and
// what is met in practice. Fields are parted by commas, semicolons, tabs or
// bars, whichever the header has most of; a line ends with \n, \r\n or \r. A
// byte order mark, blank lines, and spaces around a field that isn't quoted are
// left out. Not thread-safe.
class CsvReader {
 public:
  // Keeps `in`.
  explicit CsvReader(std::istream* in);

  // Reads the header: the first row. Once, before Next().
  //
  // Errors: as Next(), and
  //   INVALID_ARGUMENT  There is none, two columns have one name, or the file
  //                     is UTF-16.
  absl::Status ReadHeader();

  // The names of the columns.
  const std::vector<std::string>& header() const { return header_; }

  // Reads the next row into row(). False at the end.
  //
  // Errors, after each of which the next row can be read:
  //   INVALID_ARGUMENT    A quote that doesn't start or end a field, one that
  //                       is never closed, another number of fields than the
  //                       header has, or bytes that are not UTF-8. The text
  //                       lacks what the row holds.
  //   RESOURCE_EXHAUSTED  The row is longer than a mebibyte.
  absl::StatusOr<bool> Next();

  const std::vector<std::string>& row() const { return row_; }
  // The line on which the last row started, counted from 1.
  int64_t line() const { return row_line_; }
  // How many bytes were read.
  int64_t bytes() const { return bytes_; }

 private:
  static constexpr int kEnd = -1;

  int Peek();
  int Take();
  bool EndsLine(int c);
  absl::StatusOr<bool> ReadRow();
  absl::Status ReadField();
  absl::Status ReadQuoted();
  void ReadPlain();
  void SkipLine();
  bool AtRowEnd();
  void FindSeparator();

  std::istream* const in_;
  std::string buffer_;
  size_t at_ = 0;
  int64_t bytes_ = 0;
  int64_t line_ = 1;
  int64_t row_line_ = 0;
  size_t row_bytes_ = 0;
  char separator_ = ',';
  std::vector<std::string> header_;
  std::vector<std::string> row_;
  // Fields of row_ so far: its strings are used again.
  size_t fields_ = 0;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_CSV_READER_H_
