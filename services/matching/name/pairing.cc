#include "services/matching/name/pairing.h"

namespace homeward::matching {
namespace {

// How much pairing two words is worth, against leaving both out. Only the
// order of these matters: what a pair weighs is decided later.
double Gain(const WordComparison& words) {
  switch (words.level) {
    case NameLevel::kExact:
      return 10;
    case NameLevel::kFolded:
      return 9.8;
    case NameLevel::kSameSound:
      return 9.5;
    case NameLevel::kEquivalent:
      return 8;
    case NameLevel::kClose:
    case NameLevel::kLoose:
      return 9 * words.likeness;
    case NameLevel::kSkeleton:
      return 4;
    case NameLevel::kSkeletonNear:
      return 2;
    case NameLevel::kInitial:
      return 3;
    case NameLevel::kMissing:
    case NameLevel::kDifferent:
      return 0;
  }
  return 0;
}

// The one-to-one pairing of the words not yet `taken` that gains most. Of
// equal ones, that which keeps the order.
class Pairing {
 public:
  Pairing(const WordGrid& grid, size_t left, size_t right)
      : grid_(grid), left_(left), right_(right) {}

  WordChoice Best() {
    choice_.fill(-1);
    best_.fill(-1);
    best_gain_ = -1;
    Try(0, 0, 0);
    return best_;
  }

 private:
  // The most that words from `i` on can still gain.
  double Bound(size_t i) const { return 10.0 * (left_ - i); }

  void Try(size_t i, unsigned used, double gain) {
    if (gain + Bound(i) <= best_gain_) return;
    if (i == left_) {
      best_gain_ = gain;
      best_ = choice_;
      return;
    }
    // The same place first: most names come in one order.
    for (size_t k = 0; k < right_; ++k) {
      const size_t j = (i + k) % right_;
      if ((used >> j & 1) != 0) continue;
      const double here = Gain(grid_[i][j]);
      if (here <= 0) continue;
      choice_[i] = static_cast<int>(j);
      Try(i + 1, used | 1U << j, gain + here - (i == j ? 0 : 0.01));
      choice_[i] = -1;
    }
    Try(i + 1, used, gain);
  }

  const WordGrid& grid_;
  const size_t left_;
  const size_t right_;
  WordChoice choice_;
  WordChoice best_;
  double best_gain_ = -1;
};

}  // namespace

WordChoice BestPairing(const WordGrid& grid, size_t left, size_t right) {
  return Pairing(grid, left, right).Best();
}

}  // namespace homeward::matching
