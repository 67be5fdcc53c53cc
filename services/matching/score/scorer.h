#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_SCORER_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_SCORER_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/person.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/evidence.h"
#include "services/matching/score/name_weight.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

// Are two records about one person? By Fellegi and Sunter: for each field, how
// much more often the two would compare so if they were. "A theory for record
// linkage", JASA 64 (1969).
namespace homeward::matching {

struct PairScore {
  // log2 of the odds: the sum of what all evidence says, with the prior.
  double bits = 0;
  double probability = 0;  // In (0, 1): `bits`, calibrated.
  // The prior first, then in the order of fields. What is missing on a side
  // is not there.
  std::vector<FieldEvidence> evidence;
};

// What two words compare as; CompareWords(), or one that remembers.
using WordCompare = absl::FunctionRef<WordComparison(const Word&, const Word&)>;

// Scores pairs of records. A score depends on the two records, the statistics
// of the population and the prior; never on other candidates. Thread-safe.
class Scorer {
 public:
  // Keeps `weights` and `statistics`. `expected_persons`, at least 1: among
  // how many persons one is looked for, so that the prior odds are one in it.
  Scorer(const Weights* weights, const Statistics* statistics,
         double expected_persons, Calibration calibration);

  // Symmetric but for the sides of words.
  PairScore Score(const Person& left, const Person& right) const;
  PairScore Score(const Person& left, const Person& right,
                  WordCompare compare) const;

  // What a birth that compares so with `asked` says at most times: for ranking,
  // where the very value of the other is not worth a look-up.
  double TypicalBirthBits(const Birth& asked, BirthLevel level) const;
  // What a sex says that is the same, or another.
  double SexBits(bool same) const;

  const Statistics& statistics() const { return *statistics_; }

 private:
  const Weights* const weights_;
  const Statistics* const statistics_;
  const double prior_bits_;
  const Calibration calibration_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_SCORER_H_
