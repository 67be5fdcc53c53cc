#ifndef HOMEWARD_SERVICES_MATCHING_NAME_SKELETON_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_SKELETON_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// The consonants of a word as classes of sounds that romanisations mix, in
// their order: four bits each, at most sixteen, the first in the lowest bits.
// Says the same of a word in any script. Pure.
class Skeleton {
 public:
  Skeleton() = default;
  // Of a reading in the letters a to z; anything else is left out. Vowels, w,
  // y and h are dropped, doubled consonants are one.
  static Skeleton Of(absl::string_view letters);

  // True if the word has no consonant that counts. Two empty skeletons say
  // nothing of each other: never take them for equal.
  bool empty() const { return bits_ == 0; }
  int size() const;
  uint64_t bits() const { return bits_; }
  // The classes that occur, as bits.
  uint16_t classes() const;
  // One letter for each class, for keys and for people.
  std::string ToString() const;

  friend bool operator==(Skeleton a, Skeleton b) { return a.bits_ == b.bits_; }
  friend bool operator!=(Skeleton a, Skeleton b) { return a.bits_ != b.bits_; }
  friend bool operator<(Skeleton a, Skeleton b) { return a.bits_ < b.bits_; }

 private:
  explicit Skeleton(uint64_t bits) : bits_(bits) {}

  uint64_t bits_ = 0;
};

// True if one class put in, left out, changed or swapped with its neighbour
// makes one of the other. Neither may be empty.
bool OneEditApart(Skeleton left, Skeleton right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_SKELETON_H_
