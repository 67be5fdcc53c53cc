#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_QUICK_SCORE_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_QUICK_SCORE_H_

#include <array>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "services/matching/index/person_store.h"
#include "services/matching/name/compare_words.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/person.h"
#include "services/matching/score/scorer.h"

namespace homeward::matching {

// A word of the name looked for. Valid as long as the name.
struct AskedWord {
  const Word* word = nullptr;
  PersonStore::Glance glance;
};

// Remembers how words compare, for one person that is looked for: names share
// words, so that each two words are compared once. Cheap to use again. Not
// thread-safe.
class WordMemory {
 public:
  void Clear();
  WordComparison Compare(const Word& left, const Word& right);

  // Tells that the word `number` of the store is like the word at `place` of
  // the name looked for. Others of its script are taken to differ, without a
  // look, but for initials and what is a typing error or two away.
  void Expect(int place, uint32_t number) { bits_[KeyOf(place, number)]; }

  // What the word `number` of `store` says if it stands for the word at
  // `place` of the name looked for.
  float Bits(int place, const AskedWord& asked, uint32_t number,
             const PersonStore& store, const Statistics& statistics);

 private:
  struct Known {
    bool compared = false;
    float bits = 0;
  };

  static uint64_t KeyOf(int place, uint32_t number) {
    return uint64_t{number} * kMaxNameWords + place;
  }

  absl::flat_hash_map<std::pair<const Word*, const Word*>, WordComparison>
      compared_;
  absl::flat_hash_map<uint64_t, Known> bits_;
};

// Nearly what Scorer says of names, births and sexes, in a tenth of the time:
// words are paired greedily, none is taken for two, and only words that
// WordMemory was told of are alike. For ranking those that are worth a full
// comparison. Not thread-safe.
class QuickScore {
 public:
  // Keeps all of its arguments.
  QuickScore(const Person& asked, const PersonStore& store,
             const Scorer& scorer, WordMemory* memory);

  // The score of a record in bits, without the prior.
  float Bits(uint32_t record) const;

 private:
  float NameBits(const PersonStore::Sketch& sketch) const;

  const Person& asked_;
  const PersonStore& store_;
  const Scorer& scorer_;
  WordMemory* const memory_;
  absl::InlinedVector<AskedWord, 4> words_;  // Of `asked_`.
  std::array<float, kBirthLevels> birth_bits_ = {};
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_QUICK_SCORE_H_
