#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_TEXT_LEVEL_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_TEXT_LEVEL_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// How two texts or numbers compare, best first. Each has its own weight.
enum class TextLevel : uint8_t {
  kMissing,  // On one side or both: no evidence.
  kExact,
  kClose,        // Spaces, or an edit or two by the length.
  kOtherScript,  // Sounds the same in another script.
  kElsewhere,    // Exact or close, but written in a neighbouring field.
  kPart,         // A word of several agrees.
  kDifferent,
};
inline constexpr int kTextLevels = 7;

// How many edits two values of these lengths may differ by and be close: one
// for short ones, at most three.
int EditBudget(size_t left_bytes, size_t right_bytes);

// Compares two values that MakeText() made for one field. Symmetric. Never
// kOtherScript or kElsewhere. Pure, thread-safe.
TextLevel CompareTexts(absl::string_view left, absl::string_view right);

// How many insertions, deletions, changes and swaps of neighbours make one of
// the other, or `budget` + 1 if more than `budget`. Counts bytes. Pure.
int BoundedEdits(absl::string_view left, absl::string_view right, int budget);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_TEXT_LEVEL_H_
