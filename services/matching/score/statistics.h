#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_STATISTICS_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_STATISTICS_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/matching/name/word.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::matching {

// By what words are counted as one: how the likeliest reading sounds. Valid as
// long as the word.
absl::string_view CountedSound(const Word& word);

// How common names, births and other values are in one population: a score
// depends on it and on the two records, and on nothing else.
//
// Starts as the default population: children born in 18 years, names by their
// frequency over the world. Each Add() makes it more of what was added. Const
// methods are thread-safe.
class Statistics {
 public:
  void Add(const Person& person);

  int64_t persons() const { return persons_; }

  // The share of names that hold `word` or another spelling of its sound, not
  // counting one of them: the record itself.
  double WordShare(const Word& word) const;
  // The same where the other name has it too. What two names have by chance is
  // a common word as a rule, so one of which nothing is known counts as the
  // share of persons who share a word: never less than the word is rare.
  double AgreeingShare(const Word& word) const;
  // The same where the other name has one that is a typing error away. One of
  // which nothing is known may be no name at all: never more than it is common.
  double MistypedShare(const Word& word) const;
  // How many times likelier than anybody a bearer of `word` has another word
  // of a bearer's name, 1 or more; 0 if not known.
  double Affinity(const Word& word) const;
  // Of several words that sound the same, the greatest counts.
  void SetAffinity(const Word& word, double times);
  // The share of persons with this value of `field`, of those that have any,
  // likewise. `unseen_share` is that of a value of which nothing is known.
  double TextShare(TextField field, absl::string_view value,
                   double unseen_share) const;
  // The share of persons born on the very day that is written, likewise.
  double DayShare(const Birth& birth) const;
  // The mean share of a day around `day`.
  double MeanDayShare(int32_t day) const;
  // The share of persons born from `first` to `last`, both included.
  double IntervalShare(int32_t first, int32_t last) const;

 private:
  // By a hash of the word's sound, of the value and of the written day: what
  // is common is counted right, and no value is kept.
  using Counts = absl::flat_hash_map<uint64_t, uint32_t>;

  double YearShare(int year) const;
  double ShareOf(const Word& word, double unseen_share) const;

  int64_t persons_ = 0;
  int64_t named_ = 0;
  int64_t born_ = 0;
  Counts words_;
  absl::flat_hash_map<uint64_t, float> affinities_;
  Counts days_;
  absl::flat_hash_map<int, uint32_t> years_;
  std::array<Counts, kTextFields> texts_;
  std::array<int64_t, kTextFields> with_text_ = {};
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_STATISTICS_H_
