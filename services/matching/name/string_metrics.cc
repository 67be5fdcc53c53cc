#include "services/matching/name/string_metrics.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward::matching {
namespace {

constexpr size_t kMaxLetters = 64;
constexpr size_t kWinklerPrefix = 4;
constexpr double kWinklerFloor = 0.7;

// Letters of one word that have a partner in the other, as bits.
struct Partners {
  uint64_t left = 0;
  uint64_t right = 0;
  int count = 0;
};

Partners FindPartners(absl::string_view left, absl::string_view right) {
  const size_t half = std::max(left.size(), right.size()) / 2;
  const size_t reach = half > 0 ? half - 1 : 0;
  Partners partners;
  for (size_t i = 0; i < left.size(); ++i) {
    const size_t end = std::min(right.size(), i + reach + 1);
    for (size_t j = i > reach ? i - reach : 0; j < end; ++j) {
      if (left[i] != right[j] || (partners.right >> j & 1) != 0) continue;
      partners.left |= uint64_t{1} << i;
      partners.right |= uint64_t{1} << j;
      ++partners.count;
      break;
    }
  }
  return partners;
}

int Transpositions(absl::string_view left, absl::string_view right,
                   Partners partners) {
  int moved = 0;
  while (partners.left != 0) {
    if (left[__builtin_ctzll(partners.left)] !=
        right[__builtin_ctzll(partners.right)]) {
      ++moved;
    }
    partners.left &= partners.left - 1;
    partners.right &= partners.right - 1;
  }
  return moved / 2;
}

}  // namespace

double JaroWinkler(absl::string_view left, absl::string_view right) {
  left = left.substr(0, kMaxLetters);
  right = right.substr(0, kMaxLetters);
  const Partners partners = FindPartners(left, right);
  if (partners.count == 0) return 0;
  const double common = partners.count;
  const double jaro =
      (common / left.size() + common / right.size() +
       (common - Transpositions(left, right, partners)) / common) /
      3;
  if (jaro <= kWinklerFloor) return jaro;
  const size_t most = std::min({left.size(), right.size(), kWinklerPrefix});
  size_t prefix = 0;
  while (prefix < most && left[prefix] == right[prefix]) ++prefix;
  return jaro + 0.1 * prefix * (1 - jaro);
}

int EditDistance(absl::string_view left, absl::string_view right) {
  const size_t width = right.size() + 2;
  const int most = static_cast<int>(left.size() + right.size());
  // One row and column more than usual, so that swaps need no special case.
  std::vector<int> cost((left.size() + 2) * width, most);
  const auto at = [&](size_t i, size_t j) -> int& {
    return cost[i * width + j];
  };
  for (size_t i = 0; i <= left.size(); ++i) at(i + 1, 1) = static_cast<int>(i);
  for (size_t j = 0; j <= right.size(); ++j) at(1, j + 1) = static_cast<int>(j);
  std::array<size_t, 256> last_row{};  // Where a letter last stood in `left`.
  for (size_t i = 1; i <= left.size(); ++i) {
    size_t last_column = 0;
    for (size_t j = 1; j <= right.size(); ++j) {
      const size_t row = last_row[static_cast<uint8_t>(right[j - 1])];
      const size_t column = last_column;
      const bool same = left[i - 1] == right[j - 1];
      if (same) last_column = j;
      const int swap = static_cast<int>((i - row - 1) + 1 + (j - column - 1));
      at(i + 1, j + 1) = std::min({at(i, j) + (same ? 0 : 1), at(i + 1, j) + 1,
                                   at(i, j + 1) + 1, at(row, column) + swap});
    }
    last_row[static_cast<uint8_t>(left[i - 1])] = i;
  }
  return at(left.size() + 1, right.size() + 1);
}

}  // namespace homeward::matching
