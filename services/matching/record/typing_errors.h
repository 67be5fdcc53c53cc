#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_TYPING_ERRORS_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_TYPING_ERRORS_H_

#include <cstddef>

#include "services/matching/name/word.h"

namespace homeward::matching {

// What is between two words as they are typed.
struct TypingErrors {
  // Letters put in, left out, changed or swapped. 0 if there are more than two,
  // or more than words so short can bear.
  int count = 0;
  size_t shorter = 0;  // Letters of the shorter word.
};

// Counts letters, of any script; words of two scripts have no count. A word
// that is cut off is one error, and so is one that is the same. Quick: most
// words are seen to be too far apart by the letters that occur. Pure,
// thread-safe.
TypingErrors TypingErrorsBetween(const Word& left, const Word& right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_TYPING_ERRORS_H_
