#include "services/cli/match/file_faults.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/matching/record/hash.h"

namespace homeward::cli {
namespace {

// Some 150 MB.
constexpr size_t kMaxIds = 10'000'000;

}  // namespace

FileFaults::FileFaults(const std::vector<BoundColumn>& columns,
                       const std::vector<std::string>& header) {
  for (const BoundColumn& column : columns) {
    if (column.mapped.kind != ColumnKind::kBirth) continue;
    birth_column_ = header[column.at];
    birth_format_ = column.mapped.birth.pattern;
  }
}

void FileFaults::Add(int64_t line, const PersonRow& row) {
  if (row.birth == BirthCell::kRead) ++births_read_;
  if (row.birth == BirthCell::kNotInFormat) not_in_format_.Add(line);
  const uint64_t id = matching::HashOf(row.id);
  const bool seen =
      ids_.size() < kMaxIds ? !ids_.insert(id).second : ids_.contains(id);
  if (seen) same_id_.Add(line);
}

absl::Status FileFaults::CheckBirths(int64_t least) const {
  if (births_read_ > 0 || not_in_format_.count() < least) {
    return absl::OkStatus();
  }
  constexpr absl::string_view kUsual = "dd/mm/yyyy";
  return absl::InvalidArgumentError(absl::StrCat(
      "the column \"", birth_column_, "\" has no birth in the format ",
      birth_format_, " in ", not_in_format_.ToString(),
      ": say in the column map how they are written, such as `birth = ",
      birth_column_, ", format ",
      birth_format_ == kUsual ? "yyyy-mm-dd" : kUsual, "`"));
}

std::vector<std::string> FileFaults::ToLines() const {
  std::vector<std::string> lines;
  if (not_in_format_.count() > 0) {
    lines.push_back(absl::StrCat(
        birth_column_, ": not a birth in the format ", birth_format_,
        ", so it counts as missing: ", not_in_format_.ToString(),
        ". Write it as the others, or a year alone; leave it empty if nobody "
        "knows it"));
  }
  if (same_id_.count() > 0) {
    lines.push_back(absl::StrCat(
        "an id that an earlier row has: ", same_id_.ToString(),
        ". Results name records by their ids: give each row its own"));
  }
  return lines;
}

}  // namespace homeward::cli
