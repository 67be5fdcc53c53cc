#include "services/matching/score/scorer.h"

#include <algorithm>
#include <cmath>

#include "services/matching/name/compare_names.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/text_level.h"
#include "services/matching/score/affinity.h"
#include "services/matching/score/birth_share.h"
#include "services/matching/score/household.h"
#include "services/matching/score/levels.h"
#include "services/matching/score/moved.h"
#include "services/matching/score/text_evidence.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

// What one call works with.
struct Pair {
  const Person& left;
  const Person& right;
  const Weights& weights;
  const Statistics& statistics;
  std::vector<FieldEvidence>& evidence;
};

// Adds what several fields say together, unless it is next to nothing.
void AddTogether(absl::string_view field, absl::string_view level, double bits,
                 std::vector<FieldEvidence>* evidence) {
  constexpr double kLeastBits = 0.01;
  if (std::abs(bits) <= kLeastBits) return;
  FieldEvidence together;
  together.field = field;
  together.level = level;
  together.bits = bits;
  evidence->push_back(together);
}

void AddNames(Pair& pair, WordCompare compare) {
  const Name& left = pair.left.name;
  const Name& right = pair.right.name;
  if (left.words.empty() || right.words.empty()) return;
  const NameComparison comparison = CompareNames(left, right, compare);
  for (const AlignedWords& aligned : comparison.aligned) {
    const WordWeight weight = WeighWords(left, right, aligned, pair.statistics);
    FieldEvidence evidence;
    evidence.field = "name";
    evidence.level = LevelName(aligned.words.level);
    evidence.bits = weight.bits;
    evidence.share = weight.share;
    evidence.left_word = aligned.left;
    evidence.left_words = aligned.left_count;
    evidence.right_word = aligned.right;
    evidence.right_words = aligned.right_count;
    pair.evidence.push_back(evidence);
  }
  AddTogether("name", "often together",
              AffinityBits(left, right, pair.evidence, pair.statistics),
              &pair.evidence);
  const double whole = WeighWhole(comparison);
  if (whole == 0) return;
  FieldEvidence evidence;
  evidence.field = "name";
  evidence.level = comparison.reordered ? "other order" : "other suffix";
  evidence.bits = whole;
  pair.evidence.push_back(evidence);
}

void AddBirths(Pair& pair) {
  if (!pair.left.birth.has_value() || !pair.right.birth.has_value()) return;
  const BirthLevel level = CompareBirths(*pair.left.birth, *pair.right.birth);
  if (level == BirthLevel::kMissing) return;
  const double share =
      std::min(BirthShare(*pair.left.birth, *pair.right.birth, level,
                          pair.weights, pair.statistics),
               kMostShare);
  FieldEvidence evidence;
  evidence.field = "birth";
  evidence.level = LevelName(level);
  evidence.bits = std::log2(pair.weights.of(level).m / share);
  evidence.share = share;
  pair.evidence.push_back(evidence);
}

double SexWeight(const Weights& weights, bool same) {
  const LevelWeight& weight = same ? weights.same_sex : weights.other_sex;
  return std::log2(weight.m / weight.u);
}

void AddSexes(Pair& pair) {
  if (pair.left.sex == Sex::kUnknown || pair.right.sex == Sex::kUnknown) return;
  const bool same = pair.left.sex == pair.right.sex;
  FieldEvidence evidence;
  evidence.field = "sex";
  evidence.level = LevelName(same ? TextLevel::kExact : TextLevel::kDifferent);
  evidence.bits = SexWeight(pair.weights, same);
  pair.evidence.push_back(evidence);
}

}  // namespace

Scorer::Scorer(const Weights* weights, const Statistics* statistics,
               double expected_persons, Calibration calibration)
    : weights_(weights),
      statistics_(statistics),
      prior_bits_(-std::log2(std::max(expected_persons, 1.0))),
      calibration_(calibration) {}

double Scorer::TypicalBirthBits(const Birth& asked, BirthLevel level) const {
  constexpr double kDaysOfYear = 365;
  if (level == BirthLevel::kMissing) return 0;
  double share = weights_->of(level).u * statistics_->MeanDayShare(asked.first);
  if (level == BirthLevel::kExact && asked.is_full()) {
    share = statistics_->DayShare(asked);
  } else if (level == BirthLevel::kOverlap) {
    share = asked.is_full()
                ? kDaysOfYear * statistics_->MeanDayShare(asked.first)
                : statistics_->IntervalShare(asked.first, asked.last);
  }
  return std::log2(weights_->of(level).m / std::min(share, kMostShare));
}

double Scorer::SexBits(bool same) const { return SexWeight(*weights_, same); }

PairScore Scorer::Score(const Person& left, const Person& right) const {
  return Score(left, right, [](const Word& a, const Word& b) {
    return CompareRecordWords(a, b);
  });
}

PairScore Scorer::Score(const Person& left, const Person& right,
                        WordCompare compare) const {
  PairScore score;
  score.evidence.reserve(16);
  FieldEvidence prior;
  prior.field = "prior";
  prior.level = "one in the population";
  prior.bits = prior_bits_;
  score.evidence.push_back(prior);
  Pair pair{left, right, *weights_, *statistics_, score.evidence};
  AddNames(pair, compare);
  AddBirths(pair);
  AddSexes(pair);
  AddTexts(left, right, *weights_, *statistics_, &score.evidence);
  AddTogether(kAddress, "may have moved", MovedBits(score.evidence),
              &score.evidence);
  AddTogether("household", "may be relatives",
              HouseholdBits(left, right, score.evidence), &score.evidence);
  for (const FieldEvidence& evidence : score.evidence) {
    score.bits += evidence.bits;
  }
  score.probability = calibration_.Probability(score.bits);
  return score;
}

}  // namespace homeward::matching
