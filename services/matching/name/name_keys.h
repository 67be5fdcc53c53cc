#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_KEYS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_KEYS_H_

#include <string>
#include <vector>

#include "services/matching/name/name.h"

namespace homeward::matching {

// What kinds of keys a name has. Records that share one are worth comparing.
enum class NameKeyKind : char {
  kWord = 'T',          // A word as folded, or one of its readings' sounds.
  kSkeletonPair = 'P',  // Skeletons of two words, in no order.
  kSkeleton = 'S',      // The skeleton of one word: for names of one word, and
                        // beside a birth year.
};

struct NameKey {
  NameKeyKind kind = NameKeyKind::kWord;
  // Starts with kNameKeyVersion and the kind. Holds parts of the name: blind
  // it before it is stored or sent.
  std::string text;

  friend bool operator==(const NameKey& a, const NameKey& b) {
    return a.text == b.text;
  }
};

// The most keys of one name.
inline constexpr size_t kMaxNameKeys = 96;

// The keys under which a name is stored and looked up, each once, at most
// kMaxNameKeys. None is made of an empty skeleton. Pure, thread-safe.
std::vector<NameKey> NameKeys(const Name& name);

// The key of the word as folded, by itself. Not for initials.
NameKey WordNameKey(const Word& word);
// The key of two words with these skeletons. Neither may be empty.
NameKey PairNameKey(Skeleton one, Skeleton other);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_KEYS_H_
