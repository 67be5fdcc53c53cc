#ifndef HOMEWARD_TESTS_MATCHING_VOCABULARY_H_
#define HOMEWARD_TESTS_MATCHING_VOCABULARY_H_

#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

// Words that generated persons are made of.
namespace homeward::testing {

using Random = std::mt19937_64;

// A number in [0, 1) that is the same on every machine.
double Chance(Random* random);
// A number in [0, count).
size_t Below(size_t count, Random* random);

// Words of which some are much more common than others: the share of the k-th
// is as 1 / (k + 10) (Zipf and Mandelbrot).
class Words {
 public:
  Words() = default;
  explicit Words(std::vector<std::string> words);

  const std::string& Pick(Random* random) const;
  const std::vector<std::string>& all() const { return words_; }

 private:
  std::vector<std::string> words_;
  std::vector<double> up_to_;  // Sums of shares.
};

struct Vocabulary {
  Words girls;
  Words boys;
  Words families;
  Words streets;
  Words localities;
  Words suburbs;
};

// Makes the words from two lists of popular names (see
// tests/testdata/README.md), and rarer ones by joining the front of one with
// the end of another.
//
// Errors:
//   NOT_FOUND  A list isn't in `folder`.
absl::StatusOr<Vocabulary> MakeVocabulary(const std::string& folder,
                                          Random* random);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_MATCHING_VOCABULARY_H_
