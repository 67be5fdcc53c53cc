#include "services/matching/score/text_evidence.h"

#include <algorithm>
#include <cmath>

#include "services/matching/record/field_level.h"
#include "services/matching/record/text_level.h"
#include "services/matching/score/levels.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

// What one call works with.
struct Pair {
  const Person& left;
  const Person& right;
  const Weights& weights;
  const Statistics& statistics;
};

bool Agrees(TextLevel level) {
  return level == TextLevel::kExact || level == TextLevel::kClose ||
         level == TextLevel::kOtherScript;
}

// Streets and localities are written in each other's column.
bool IsElsewhere(const Pair& pair, TextField field) {
  const TextField other =
      field == TextField::kStreet ? TextField::kLocality : TextField::kStreet;
  return Agrees(CompareFields(field, pair.left.text(field),
                              pair.right.text(other))) ||
         Agrees(CompareFields(field, pair.left.text(other),
                              pair.right.text(field)));
}

TextLevel LevelOf(const Pair& pair, TextField field) {
  const TextLevel level =
      CompareFields(field, pair.left.text(field), pair.right.text(field));
  const bool may_move =
      field == TextField::kStreet || field == TextField::kLocality;
  if (may_move && !Agrees(level) && IsElsewhere(pair, field)) {
    return TextLevel::kElsewhere;
  }
  return level;
}

// The share of strangers whose values agree as well as these two, by how common
// they are; `seldom` of values that nobody else has. Of a place in two scripts
// the commoner writing counts, and that it agrees never tells against her.
double AgreeingShare(const Pair& pair, TextField field, TextLevel level,
                     const LevelWeight& seldom) {
  const double right =
      pair.statistics.TextShare(field, pair.right.text(field), seldom.u);
  if (level == TextLevel::kExact) return std::min(right, kMostShare);
  const double left =
      pair.statistics.TextShare(field, pair.left.text(field), seldom.u);
  return std::min(std::max({left, right, seldom.u}), seldom.m);
}

void AddText(const Pair& pair, TextField field,
             std::vector<FieldEvidence>* added) {
  const TextLevel level = LevelOf(pair, field);
  if (level == TextLevel::kMissing) return;
  const LevelWeight& weight = pair.weights.of(field, level);
  FieldEvidence evidence;
  evidence.field = FieldName(field);
  evidence.level = LevelName(level);
  double u = weight.u;
  if (level == TextLevel::kExact || level == TextLevel::kOtherScript) {
    u = AgreeingShare(pair, field, level, weight);
    evidence.share = u;
  }
  evidence.bits = std::log2(weight.m / u);
  added->push_back(evidence);
}

// Who lives in a suburb has its postcode and state: of what agrees, all but the
// strongest say little more.
void DampPlaces(std::vector<FieldEvidence>* evidence) {
  constexpr double kRest = 0.25;
  FieldEvidence* best = nullptr;
  for (FieldEvidence& one : *evidence) {
    const bool of_place = one.field == FieldName(TextField::kSuburb) ||
                          one.field == FieldName(TextField::kPostcode) ||
                          one.field == FieldName(TextField::kState);
    if (!of_place || one.bits <= 0) continue;
    if (best == nullptr) {
      best = &one;
    } else if (one.bits <= best->bits) {
      one.bits *= kRest;
    } else {
      best->bits *= kRest;
      best = &one;
    }
  }
}

}  // namespace

void AddTexts(const Person& left, const Person& right, const Weights& weights,
              const Statistics& statistics,
              std::vector<FieldEvidence>* evidence) {
  const Pair pair{left, right, weights, statistics};
  for (int field = 0; field < kTextFields; ++field) {
    AddText(pair, static_cast<TextField>(field), evidence);
  }
  DampPlaces(evidence);
}

}  // namespace homeward::matching
