#include "services/matching/edit_distance.h"

#include <unicode/stringpiece.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace homeward::matching {
namespace {

constexpr int kMaxLetters = 64;
constexpr int kMinLetters = 4;

icu::UnicodeString Letters(absl::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

// Optimal string alignment: insertions, deletions, substitutions and swaps of
// neighbours. Keeps the last three rows only.
int Edits(const icu::UnicodeString& left, const icu::UnicodeString& right) {
  using Row = std::array<int, kMaxLetters + 1>;
  Row before{}, last{}, row{};
  for (int j = 0; j <= right.length(); ++j) last[j] = j;
  for (int i = 1; i <= left.length(); ++i) {
    row[0] = i;
    for (int j = 1; j <= right.length(); ++j) {
      const int change = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] &&
          left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[right.length()];
}

}  // namespace

double WordSimilarity(absl::string_view left, absl::string_view right) {
  if (left == right) return left.empty() ? 0 : 1;
  const icu::UnicodeString a = Letters(left);
  const icu::UnicodeString b = Letters(right);
  const int shorter = std::min(a.length(), b.length());
  const int longer = std::max(a.length(), b.length());
  if (shorter < kMinLetters || longer > kMaxLetters) return 0;
  const int edits = Edits(a, b);
  return edits * 4 > longer ? 0 : 1.0 - static_cast<double>(edits) / longer;
}

}  // namespace homeward::matching
