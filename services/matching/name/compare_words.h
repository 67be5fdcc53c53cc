#ifndef HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_WORDS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_WORDS_H_

#include <cstdint>

#include "services/matching/name/word.h"

namespace homeward::matching {

// How two words of names compare, best first. Each has its own weight.
enum class NameLevel : uint8_t {
  kExact,         // As written.
  kFolded,        // Differ in typing only.
  kSameSound,     // Some readings are equal but for spellings of one sound.
  kEquivalent,    // Known forms of one name: "Oleksandr", "Alexander".
  kClose,         // Readings differ by what scribes often mistake.
  kLoose,         // The same by more.
  kSkeleton,      // Equal consonants, other vowels.
  kSkeletonNear,  // Consonants one edit apart.
  kInitial,       // One is the first letter of the other.
  kMissing,       // The other name has no word left for it.
  kDifferent,     // The other name has another word in its place.
};
inline constexpr int kNameLevels = 11;

struct WordComparison {
  NameLevel level = NameLevel::kDifferent;
  // Of kClose and kLoose: how alike in [0, 1]. 1 for better levels.
  float likeness = 0;
  // The readings that matched best, as indices; 0 where levels need none.
  uint8_t left_reading = 0;
  uint8_t right_reading = 0;
};

// Compares two words. Never kMissing. Symmetric but for the sides of readings;
// worth remembering for pairs that come again. Pure, thread-safe.
WordComparison CompareWords(const Word& left, const Word& right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_WORDS_H_
