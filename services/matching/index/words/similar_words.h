#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_WORDS_SIMILAR_WORDS_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_WORDS_SIMILAR_WORDS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "services/matching/name/word.h"

namespace homeward::matching {

// The words of many names, to find those that one may be written for: with a
// letter left out, put in, changed or swapped, cut off, as another form of the
// name, or with consonants that are one edit apart. There are far fewer words
// than persons, so this costs little where the same in an index of persons
// would cost much.
//
// Filled, then sealed, then only read: const methods are thread-safe from then
// on.
class SimilarWords {
 public:
  // Adds the next word; they are numbered from 0.
  void Add(const Word& word);
  void Seal();

  // The numbers of words that may stand for `word`, each once: those that share
  // a key with it, first those that share most. Not all of them are alike:
  // compare. None for an initial.
  std::vector<uint32_t> Find(const Word& word) const;

  size_t memory_bytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  struct Entry {
    uint32_t key = 0;
    uint32_t word = 0;
  };

  uint32_t words_ = 0;
  std::vector<Entry> entries_;  // By key, once sealed.
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_WORDS_SIMILAR_WORDS_H_
