#include "services/matching/name/compare_words.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/matching/name/sound_costs.h"

namespace homeward::matching {
namespace {

constexpr double kCloseFloor = 0.88;
constexpr double kLooseFloor = 0.66;

bool ShareGroup(const Word& left, const Word& right) {
  auto l = left.groups.begin();
  auto r = right.groups.begin();
  while (l != left.groups.end() && r != right.groups.end()) {
    if (*l == *r) return true;
    *l < *r ? ++l : ++r;
  }
  return false;
}

double Likeness(const Word& left, const Reading& l, const Word& right,
                const Reading& r) {
  if (left.vowels_missing && right.vowels_missing) {
    return SoundLikeness(l.sound, r.sound, AbjadCosts(), kLooseFloor);
  }
  if (left.vowels_missing) {
    return SoundLikeness(l.sound, r.sound, AbjadToVoweledCosts(), kLooseFloor);
  }
  if (right.vowels_missing) {
    return SoundLikeness(r.sound, l.sound, AbjadToVoweledCosts(), kLooseFloor);
  }
  // What is written in one alphabet was mostly copied, not heard: the same
  // difference says more.
  const double strictness = left.script == right.script ? 1.35 : 1;
  const double likeness = SoundLikeness(l.sound, r.sound, VoweledCosts(),
                                        1 - (1 - kLooseFloor) / strictness);
  return 1 - strictness * (1 - likeness);
}

// True if the consonants that occur are so unlike that the words can't sound
// alike: quicker than to try.
bool TooUnlike(const Reading& left, const Reading& right) {
  const int apart = __builtin_popcount(left.classes ^ right.classes);
  return 2 * apart > __builtin_popcount(left.classes | right.classes) + 2;
}

// The pair of readings that sound most alike.
WordComparison BestReadings(const Word& left, const Word& right) {
  WordComparison best;
  for (size_t i = 0; i < left.readings.size(); ++i) {
    for (size_t j = 0; j < right.readings.size(); ++j) {
      if (TooUnlike(left.readings[i], right.readings[j])) continue;
      const auto likeness = static_cast<float>(
          Likeness(left, left.readings[i], right, right.readings[j]));
      if (likeness <= best.likeness) continue;
      best.likeness = likeness;
      best.left_reading = static_cast<uint8_t>(i);
      best.right_reading = static_cast<uint8_t>(j);
    }
  }
  return best;
}

NameLevel LevelOf(double likeness) {
  if (likeness >= 1) return NameLevel::kSameSound;
  if (likeness >= kCloseFloor) return NameLevel::kClose;
  return likeness >= kLooseFloor ? NameLevel::kLoose : NameLevel::kDifferent;
}

// Whether one is the other's first letter, in any reading.
bool StartsAlike(const Word& left, const Word& right) {
  for (const Reading& l : left.readings) {
    for (const Reading& r : right.readings) {
      if (l.letters[0] == r.letters[0] || l.sound[0] == r.sound[0]) return true;
    }
  }
  return false;
}

bool ShareSkeleton(const Word& left, const Word& right) {
  return absl::c_any_of(left.skeletons, [&](Skeleton skeleton) {
    return absl::c_linear_search(right.skeletons, skeleton);
  });
}

// One edit of two or three consonants makes another name.
bool NearSkeleton(const Word& left, const Word& right) {
  return absl::c_any_of(left.skeletons, [&](Skeleton l) {
    return absl::c_any_of(right.skeletons, [&](Skeleton r) {
      return l.size() + r.size() >= 7 && OneEditApart(l, r);
    });
  });
}

WordComparison AtLevel(NameLevel level) { return {level, 1, 0, 0}; }

}  // namespace

WordComparison CompareWords(const Word& left, const Word& right) {
  if (&left == &right || left.written == right.written) {
    return AtLevel(NameLevel::kExact);
  }
  if (left.folded == right.folded) return AtLevel(NameLevel::kFolded);
  if (left.initial || right.initial) {
    if (StartsAlike(left, right)) return AtLevel(NameLevel::kInitial);
    return WordComparison();
  }
  WordComparison best = BestReadings(left, right);
  best.level = LevelOf(best.likeness);
  if (best.level <= NameLevel::kSameSound) return best;
  if (ShareGroup(left, right)) {
    // A group of spellings, or of languages and short forms.
    best.level = best.level <= NameLevel::kLoose ? NameLevel::kSameSound
                                                 : NameLevel::kEquivalent;
    best.likeness = 1;
    return best;
  }
  if (!left.groups.empty() && !right.groups.empty()) {
    return WordComparison();  // Known to be two names, however alike.
  }
  if (best.level <= NameLevel::kLoose) return best;
  if (ShareSkeleton(left, right)) return AtLevel(NameLevel::kSkeleton);
  if (NearSkeleton(left, right)) return AtLevel(NameLevel::kSkeletonNear);
  return WordComparison();
}

}  // namespace homeward::matching
