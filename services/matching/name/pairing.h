#ifndef HOMEWARD_SERVICES_MATCHING_NAME_PAIRING_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_PAIRING_H_

#include <array>
#include <cstddef>

#include "services/matching/name/compare_words.h"
#include "services/matching/name/name.h"

namespace homeward::matching {

// How each left word compares with each right one.
using WordGrid =
    std::array<std::array<WordComparison, kMaxNameWords>, kMaxNameWords>;

// For each left word the index of a right one, or -1.
using WordChoice = std::array<int, kMaxNameWords>;

// The one-to-one choice among `left` and `right` words that agrees most; of
// equal ones, that which keeps the order. Words that differ are not chosen.
WordChoice BestPairing(const WordGrid& grid, size_t left, size_t right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_PAIRING_H_
