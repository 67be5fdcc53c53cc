// Whatever the bytes of a file are: reading ends, each row has as many fields
// as the header, and a row that is written again is read the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/match/csv_reader.h"

namespace homeward::cli {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

// A row with every field in quotes.
std::string Quoted(const std::vector<std::string>& row) {
  std::string line;
  for (const std::string& field : row) {
    absl::StrAppend(&line, line.empty() ? "" : ",", "\"",
                    absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
  return absl::StrCat(line, "\n");
}

// Two columns at least, so that the comma parts the fields; a name that is
// empty, or the same twice, can't be a header.
void CheckReadAgain(const std::vector<std::string>& row) {
  if (row.size() < 2) return;
  std::vector<std::string> header;
  for (size_t i = 0; i < row.size(); ++i)
    header.push_back(absl::StrCat("c", i));
  std::istringstream in(absl::StrCat(Quoted(header), Quoted(row)));
  CsvReader again(&in);
  Check(again.ReadHeader().ok());
  const auto more = again.Next();
  Check(more.ok() && *more);
  Check(again.row() == row);
}

void ReadAll(const std::string& bytes) {
  std::istringstream in(bytes);
  CsvReader reader(&in);
  if (!reader.ReadHeader().ok()) return;
  Check(!reader.header().empty());
  int64_t line = 0;
  // Each row that is read or refused takes a byte at least.
  for (size_t rows = 0; rows <= bytes.size(); ++rows) {
    const auto more = reader.Next();
    Check(reader.bytes() <= static_cast<int64_t>(bytes.size()));
    if (more.ok() && !*more) return;
    Check(reader.line() > line);
    line = reader.line();
    if (!more.ok()) continue;
    Check(reader.row().size() == reader.header().size());
    CheckReadAgain(reader.row());
  }
  Check(false);
}

}  // namespace
}  // namespace homeward::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  homeward::cli::ReadAll(
      std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
