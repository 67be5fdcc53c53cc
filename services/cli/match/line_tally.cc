#include "services/cli/match/line_tally.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace homeward::cli {
namespace {

constexpr size_t kMaxLines = 10;

}  // namespace

void LineTally::Add(int64_t line) {
  ++count_;
  if (first_.size() < kMaxLines) first_.push_back(line);
}

std::string LineTally::ToString() const {
  if (count_ == 0) return "";
  if (count_ == 1) return absl::StrCat("1 row (line ", first_[0], ")");
  const bool all = count_ == static_cast<int64_t>(first_.size());
  std::vector<int64_t> before = first_;
  if (all) before.pop_back();
  return absl::StrCat(count_, " rows (lines ", absl::StrJoin(before, ", "),
                      " and ", all ? absl::StrCat(first_.back()) : "others",
                      ")");
}

}  // namespace homeward::cli
