#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_BLOCKING_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_BLOCKING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/matching/name/word.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

// Which records are worth comparing: those that share a key. Pure, thread-safe.
namespace homeward::matching {

// When a key is looked up.
enum class KeyTier : uint8_t {
  kFirst,   // Always.
  kSecond,  // When nothing that the first found is likely, and when linking.
};

// A hash of one thing that two records of one person may share: a word of the
// name, two skeletons, the birth, a number, a part of an address.
struct BlockingKey {
  uint32_t hash = 0;
  KeyTier tier = KeyTier::kFirst;
};

// The keys under which a person is stored.
std::vector<BlockingKey> StoredKeys(const Person& person);

// The keys under which a person is looked up: those of StoredKeys(), and births
// that are often written for this one.
std::vector<BlockingKey> LookupKeys(const Person& person);

// The key under which persons are stored of whose name this is a word. Not for
// initials.
uint32_t WordBlockingKey(const Word& word);
// The key under which persons are stored whose names have words with these
// skeletons. Neither may be empty.
uint32_t PairBlockingKey(Skeleton one, Skeleton other);

// A birth as keys are split by: what is 0 isn't known.
struct BirthCode {
  uint16_t year = 0;  // Gregorian.
  uint8_t month = 0;

  friend bool operator==(BirthCode a, BirthCode b) {
    return a.year == b.year && a.month == b.month;
  }
};

// The code under which a birth is stored.
BirthCode StoredCode(const std::optional<Birth>& birth);

// The codes under which records of a person born so may be stored, each once:
// neighbouring years, day and month swapped, and unknown. Empty if the birth
// is not known, or only within more than five years.
std::vector<BirthCode> LookupCodes(const std::optional<Birth>& birth);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_BLOCKING_H_
