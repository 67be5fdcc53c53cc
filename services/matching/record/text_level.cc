#include "services/matching/record/text_level.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_split.h"

namespace homeward::matching {
namespace {

// What MakeText() leaves at most.
constexpr int kMaxBytes = 160;

// Words that are in half of all addresses say nothing.
bool IsTelling(absl::string_view word) {
  constexpr absl::string_view kCommon[] = {
      "street", "road",  "avenue",  "place",   "court",   "crescent",
      "close",  "drive", "circuit", "lane",    "parkway", "north",
      "south",  "east",  "west",    "village", "camp",    "block"};
  return word.size() >= 4 && !absl::c_linear_search(kCommon, word);
}

bool ShareAWord(absl::string_view left, absl::string_view right) {
  const std::vector<absl::string_view> words = absl::StrSplit(left, ' ');
  for (const absl::string_view word : absl::StrSplit(right, ' ')) {
    if (IsTelling(word) && absl::c_linear_search(words, word)) return true;
  }
  return false;
}

std::string WithoutSpaces(absl::string_view text) {
  std::string joined;
  for (const char c : text) {
    if (c != ' ') joined += c;
  }
  return joined;
}

}  // namespace

int EditBudget(size_t left_bytes, size_t right_bytes) {
  const size_t shorter = std::min(left_bytes, right_bytes);
  if (shorter < 8) return 1;
  return shorter < 14 ? 2 : 3;
}

int BoundedEdits(absl::string_view left, absl::string_view right, int budget) {
  const int rows = static_cast<int>(std::min<size_t>(left.size(), kMaxBytes));
  const int columns =
      static_cast<int>(std::min<size_t>(right.size(), kMaxBytes));
  if (std::abs(rows - columns) > budget) return budget + 1;
  using Row = std::array<int, kMaxBytes + 1>;
  Row before, last, row;
  for (int j = 0; j <= columns; ++j) last[j] = j;
  for (int i = 1; i <= rows; ++i) {
    row[0] = i;
    int best = i;
    for (int j = 1; j <= columns; ++j) {
      const int change = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] &&
          left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      best = std::min(best, row[j]);
    }
    if (best > budget) return budget + 1;
    std::copy_n(last.begin(), columns + 1, before.begin());
    std::copy_n(row.begin(), columns + 1, last.begin());
  }
  return std::min(last[columns], budget + 1);
}

TextLevel CompareTexts(absl::string_view left, absl::string_view right) {
  if (left.empty() || right.empty()) return TextLevel::kMissing;
  if (left == right) return TextLevel::kExact;
  const std::string a = WithoutSpaces(left);
  const std::string b = WithoutSpaces(right);
  const int budget = EditBudget(a.size(), b.size());
  // One letter of one says nothing.
  if (std::max(a.size(), b.size()) > 1 &&
      BoundedEdits(a, b, budget) <= budget) {
    return TextLevel::kClose;
  }
  return ShareAWord(left, right) ? TextLevel::kPart : TextLevel::kDifferent;
}

}  // namespace homeward::matching
