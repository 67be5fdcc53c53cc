#ifndef HOMEWARD_SERVICES_MATCHING_NAME_WEIGH_NAMES_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_WEIGH_NAMES_H_

#include <vector>

#include "services/matching/name/compare_names.h"
#include "services/matching/name/name.h"

namespace homeward::matching {

// How common words of names are in a population.
class NameFrequencies {
 public:
  virtual ~NameFrequencies() = default;
  // The share of names that hold `word` or another spelling of it, in (0, 1].
  // Thread-safe.
  virtual double Share(const Word& word) const = 0;
};

// What is taken where a population's own frequencies are not known: names that
// are common over the world at theirs, all others at one in ten thousand.
const NameFrequencies& DefaultNameFrequencies();

// What a comparison says about whether two names name one person.
struct NameWeight {
  // log2 of the Bayes factor: how much more often names of one person compare
  // so than names of two persons. The sum of `parts`, no more.
  double bits = 0;
  // One of each of NameComparison::aligned, in their order, then one for the
  // names as a whole (order, suffixes, how many words agree).
  std::vector<double> parts;
};

// Weighs a comparison of `left` with `right`. A word that agrees weighs the
// more the rarer it is; a missing one weighs little; a different one much.
// Depends on nothing but its arguments.
NameWeight WeighNames(const Name& left, const Name& right,
                      const NameComparison& comparison,
                      const NameFrequencies& frequencies);

// The probability that two names name one person, in (0, 1), for pairs of
// which about half do, as in a list that somebody has to check. 0.5 if either
// name has no words.
double NameProbability(const NameWeight& weight);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_WEIGH_NAMES_H_
