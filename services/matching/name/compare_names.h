#ifndef HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_NAMES_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_NAMES_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "services/matching/name/compare_words.h"
#include "services/matching/name/name.h"

namespace homeward::matching {

// A word of the left name beside its word of the right one. One side has two
// words where the other has them joined.
struct AlignedWords {
  // Index of the first word in Name::words, and how many: 0 if kMissing.
  uint8_t left = 0;
  uint8_t left_count = 0;
  uint8_t right = 0;
  uint8_t right_count = 0;
  WordComparison words;
};

struct NameComparison {
  // Each word of both names exactly once, in the order of the left name, then
  // what only the right name has.
  absl::InlinedVector<AlignedWords, 6> aligned;
  // Matched words come in another order, or under other tags.
  bool reordered = false;
  // Both have a suffix ("Jr", "III") and these differ.
  bool suffixes_differ = false;
};

// Pairs the words of two names one to one so that they agree most. A name
// without words gives a comparison without pairs: no evidence at all. Pure,
// thread-safe.
NameComparison CompareNames(const Name& left, const Name& right);

// The same with `compare` in place of CompareWords(), for callers that
// remember what it said of pairs of words.
NameComparison CompareNames(
    const Name& left, const Name& right,
    absl::FunctionRef<WordComparison(const Word&, const Word&)> compare);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_COMPARE_NAMES_H_
