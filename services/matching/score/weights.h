#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_H_

#include <array>

#include "services/matching/record/birth_level.h"
#include "services/matching/record/person.h"
#include "services/matching/record/text_level.h"

namespace homeward::matching {

// How often a level is seen in two records of one person (`m`), and of two
// persons (`u`), where both records have the field. In (0, 1].
struct LevelWeight {
  double m = 1;
  double u = 1;
};

// The most of which it is taken that it agrees by chance: nothing is so common
// that it says nothing at all.
inline constexpr double kMostShare = 0.95;

// What every comparison but that of names weighs. Names weigh as
// weigh_names.h says.
//
// Where `u` depends on the value, as for exact agreement, it is computed from
// how common the value is, and the one here counts only where nothing is known
// of that. For births `u` is in days: how many days of birth would compare so.
struct Weights {
  std::array<LevelWeight, kBirthLevels> birth;
  LevelWeight same_sex;
  LevelWeight other_sex;
  std::array<std::array<LevelWeight, kTextLevels>, kTextFields> text;

  const LevelWeight& of(BirthLevel level) const {
    return birth[static_cast<int>(level)];
  }
  const LevelWeight& of(TextField field, TextLevel level) const {
    return text[static_cast<int>(field)][static_cast<int>(level)];
  }
};

// What this project ships: a person read and approved each. Fitted to records
// with known damage; see docs/matching.md.
const Weights& DefaultWeights();

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_H_
