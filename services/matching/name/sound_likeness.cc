#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "services/matching/name/sound_costs.h"

namespace homeward::matching {
namespace {

constexpr size_t kMaxLetters = 64;

int CodeOf(char letter) { return letter & (kSounds - 1); }

int Weight(absl::string_view word, const std::array<uint8_t, kSounds>& weight) {
  int sum = 0;
  for (const char letter : word) sum += weight[CodeOf(letter)];
  return sum;
}

// The least cost to make `left` from `right`, or more than `limit` if it is
// more. Damerau's four edits, keeping three rows.
int Cost(absl::string_view left, absl::string_view right,
         const SoundCosts& costs, int limit) {
  using Row = std::array<int, kMaxLetters + 1>;
  Row rows[3];
  Row* before = &rows[0];
  Row* last = &rows[1];
  Row* row = &rows[2];
  (*last)[0] = 0;
  for (size_t j = 0; j < right.size(); ++j) {
    (*last)[j + 1] = (*last)[j] + costs.right_only[CodeOf(right[j])];
  }
  int best_before = 0;
  for (size_t i = 0; i < left.size(); ++i) {
    const int l = CodeOf(left[i]);
    const auto& change = costs.change[l];
    int best = (*row)[0] = (*last)[0] + costs.left_only[l];
    for (size_t j = 0; j < right.size(); ++j) {
      const int r = CodeOf(right[j]);
      int cost =
          std::min({(*last)[j] + change[r], (*last)[j + 1] + costs.left_only[l],
                    (*row)[j] + costs.right_only[r]});
      if (i > 0 && j > 0 && left[i - 1] == right[j] &&
          left[i] == right[j - 1]) {
        cost = std::min(cost, (*before)[j - 1] + costs.swap);
      }
      (*row)[j + 1] = cost;
      best = std::min(best, cost);
    }
    if (std::min(best, best_before) > limit) return limit + 1;
    best_before = best;
    std::swap(before, last);
    std::swap(last, row);
  }
  return (*last)[right.size()];
}

// What the ends of two words cost besides.
int EndCosts(char left_first, char left_last, char right_first, char right_last,
             const SoundCosts& costs) {
  constexpr absl::string_view kOpen = "aeiouE";
  const bool left_open = absl::StrContains(kOpen, left_last);
  const bool right_open = absl::StrContains(kOpen, right_last);
  int cost = left_open == right_open ? 0 : costs.open_end;
  // The usual mark of a woman's name.
  if (left_open && right_open && (left_last == 'a') != (right_last == 'a') &&
      (left_last == 'o' || right_last == 'o')) {
    cost += costs.open_end;
  }
  if (left_first != right_first) cost += costs.other_start;
  return cost;
}

}  // namespace

double SoundLikeness(absl::string_view left, absl::string_view right,
                     const SoundCosts& costs, double floor) {
  if (left.empty() || right.empty() || left.size() > kMaxLetters ||
      right.size() > kMaxLetters) {
    return 0;
  }
  const double weight = 0.5 * (Weight(left, costs.left_weight) +
                               Weight(right, costs.right_weight));
  const int limit = static_cast<int>(weight * (1 - floor));
  const int cost =
      Cost(left, right, costs, limit) +
      EndCosts(left.front(), left.back(), right.front(), right.back(), costs);
  return cost > limit ? 0 : 1 - cost / weight;
}

}  // namespace homeward::matching
