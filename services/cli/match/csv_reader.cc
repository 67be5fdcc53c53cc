#include "services/cli/match/csv_reader.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/file/utf8.h"

namespace homeward::cli {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 16;
constexpr size_t kMaxRowBytes = size_t{1} << 20;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status CheckUtf8(const std::vector<std::string>& row) {
  for (const std::string& field : row) {
    if (LineThatIsNotUtf8(field) == 0) continue;
    return absl::InvalidArgumentError(
        "the row is not UTF-8: save the file as UTF-8");
  }
  return absl::OkStatus();
}

}  // namespace

CsvReader::CsvReader(std::istream* in) : in_(in) {}

int CsvReader::Peek() {
  if (at_ == buffer_.size()) {
    buffer_.resize(kBufferBytes);
    in_->read(buffer_.data(), kBufferBytes);
    buffer_.resize(static_cast<size_t>(in_->gcount()));
    at_ = 0;
    if (buffer_.empty()) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

// Of the byte before the next one: a line ends with \n, \r\n or \r.
bool CsvReader::EndsLine(int c) {
  return c == '\n' || (c == '\r' && Peek() != '\n');
}

int CsvReader::Take() {
  const int c = Peek();
  if (c == kEnd) return c;
  ++at_;
  ++bytes_;
  ++row_bytes_;
  if (EndsLine(c)) ++line_;
  return c;
}

// By what the header, outside quotes, has most of.
void CsvReader::FindSeparator() {
  constexpr char kSeparators[] = {',', ';', '\t', '|'};
  size_t counts[std::size(kSeparators)] = {};
  bool quoted = false;
  Peek();
  for (size_t i = at_; i < buffer_.size(); ++i) {
    if (buffer_[i] == '\n' || buffer_[i] == '\r') break;
    if (buffer_[i] == '"') quoted = !quoted;
    for (size_t s = 0; s < std::size(kSeparators) && !quoted; ++s) {
      if (buffer_[i] == kSeparators[s]) ++counts[s];
    }
  }
  separator_ =
      kSeparators[std::max_element(std::begin(counts), std::end(counts)) -
                  std::begin(counts)];
}

absl::Status CsvReader::ReadHeader() {
  Peek();
  if (absl::StartsWith(buffer_, "\xFF\xFE") ||
      absl::StartsWith(buffer_, "\xFE\xFF")) {
    return absl::InvalidArgumentError("the file is UTF-16: save it as UTF-8");
  }
  if (absl::string_view(buffer_).substr(at_, kByteOrderMark.size()) ==
      kByteOrderMark) {
    at_ += kByteOrderMark.size();
    bytes_ += static_cast<int64_t>(kByteOrderMark.size());
  }
  FindSeparator();
  const auto read = ReadRow();
  if (!read.ok()) return read.status();
  if (!*read) return absl::InvalidArgumentError("the file has no header");
  const absl::Status utf8 = CheckUtf8(row_);
  if (!utf8.ok()) return utf8;
  header_ = row_;
  absl::flat_hash_set<absl::string_view> names;
  for (const std::string& name : header_) {
    if (!names.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("two columns are called \"", name, "\""));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::Next() {
  const auto read = ReadRow();
  if (!read.ok() || !*read) return read;
  if (row_.size() != header_.size()) {
    return absl::InvalidArgumentError(absl::StrCat("the row has ", row_.size(),
                                                   " fields, and the header ",
                                                   header_.size()));
  }
  const absl::Status utf8 = CheckUtf8(row_);
  if (!utf8.ok()) return utf8;
  return true;
}

bool CsvReader::AtRowEnd() {
  const int c = Peek();
  return c == kEnd || c == '\n' || c == '\r';
}

void CsvReader::SkipLine() {
  while (Peek() != kEnd && !EndsLine(Take())) {
  }
}

absl::StatusOr<bool> CsvReader::ReadRow() {
  while (Peek() == '\n' || Peek() == '\r') Take();
  if (Peek() == kEnd) return false;
  row_line_ = line_;
  row_bytes_ = 0;
  fields_ = 0;
  while (true) {
    if (row_.size() == fields_) row_.emplace_back();
    row_[fields_].clear();
    const absl::Status field = ReadField();
    if (!field.ok()) {
      SkipLine();
      return field;
    }
    ++fields_;
    if (AtRowEnd()) break;
    Take();  // The separator.
  }
  row_.resize(fields_);
  SkipLine();
  return true;
}

absl::Status CsvReader::ReadField() {
  while (Peek() == ' ' && separator_ != ' ') Take();
  if (Peek() == '"') {
    const absl::Status quoted = ReadQuoted();
    if (!quoted.ok()) return quoted;
    while (Peek() == ' ') Take();
  } else {
    ReadPlain();
    if (absl::StrContains(row_[fields_], '"')) {
      return absl::InvalidArgumentError(
          "a quote stands inside a field that doesn't start with one");
    }
  }
  if (row_bytes_ > kMaxRowBytes) {
    return absl::ResourceExhaustedError("the row is longer than a mebibyte");
  }
  if (!AtRowEnd() && Peek() != separator_) {
    return absl::InvalidArgumentError(
        "something stands between a closing quote and the end of its field");
  }
  return absl::OkStatus();
}

absl::Status CsvReader::ReadQuoted() {
  Take();
  while (true) {
    const int c = Take();
    if (c == kEnd) {
      return absl::InvalidArgumentError(
          "a quote is never closed, so all that follows is left out");
    }
    if (c == '"') {
      if (Peek() != '"') return absl::OkStatus();
      Take();
    }
    if (row_bytes_ > kMaxRowBytes) {
      return absl::ResourceExhaustedError("the row is longer than a mebibyte");
    }
    row_[fields_] += static_cast<char>(c);
  }
}

void CsvReader::ReadPlain() {
  std::string& field = row_[fields_];
  while (!AtRowEnd() && Peek() != separator_ && row_bytes_ <= kMaxRowBytes) {
    field += static_cast<char>(Take());
  }
  absl::StripTrailingAsciiWhitespace(&field);
}

}  // namespace homeward::cli
