#include "services/matching/index/estimate.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "services/matching/record/birth_level.h"
#include "services/matching/record/field_level.h"
#include "services/matching/record/hash.h"
#include "services/matching/record/text_level.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/scorer.h"

namespace homeward::matching {
namespace {

// How many pairs the weights to start with count as.
constexpr double kStartPairs = 100;
constexpr double kLeast = 1e-6;

using Pair = std::pair<uint32_t, uint32_t>;

// How often each level was seen, in pairs that count as much as they are
// likely.
struct Seen {
  std::array<double, kBirthLevels> birth = {};
  std::array<double, 2> sex = {};  // The same, another.
  std::array<std::array<double, kTextLevels>, kTextFields> text = {};

  void Add(const Person& left, const Person& right, double weight) {
    if (left.birth.has_value() && right.birth.has_value()) {
      birth[static_cast<int>(CompareBirths(*left.birth, *right.birth))] +=
          weight;
    }
    if (left.sex != Sex::kUnknown && right.sex != Sex::kUnknown) {
      sex[left.sex == right.sex ? 0 : 1] += weight;
    }
    for (int field = 0; field < kTextFields; ++field) {
      const TextLevel level = CompareFields(
          static_cast<TextField>(field), left.texts[field], right.texts[field]);
      // Two scripts can't agree otherwise: that they do teaches nothing of how
      // often one script does.
      if (level == TextLevel::kOtherScript) continue;
      text[field][static_cast<int>(level)] += weight;
    }
  }
};

// The share of a level, drawn towards `start`.
double Share(double seen, double all, double start) {
  return std::clamp((seen + kStartPairs * start) / (all + kStartPairs), kLeast,
                    1.0);
}

template <size_t kCount>
double Sum(const std::array<double, kCount>& seen) {
  double sum = 0;
  for (size_t i = 1; i < kCount; ++i) sum += seen[i];  // But for missing.
  return sum;
}

// Sets `m` where `is_m`, `u` where not.
void Set(const Seen& seen, const Weights& start, bool is_m, Weights* weights) {
  const auto set = [&](double count, double all, const LevelWeight& from,
                       LevelWeight* to) {
    (is_m ? to->m : to->u) = Share(count, all, is_m ? from.m : from.u);
  };
  for (int i = 1; is_m && i < kBirthLevels; ++i) {
    set(seen.birth[i], Sum(seen.birth), start.birth[i], &weights->birth[i]);
  }
  const double sexes = seen.sex[0] + seen.sex[1];
  set(seen.sex[0], sexes, start.same_sex, &weights->same_sex);
  set(seen.sex[1], sexes, start.other_sex, &weights->other_sex);
  for (int field = 0; field < kTextFields; ++field) {
    const double all = Sum(seen.text[field]);
    for (int i = 1; i < kTextLevels; ++i) {
      const auto level = static_cast<TextLevel>(i);
      // That values agree by chance is told by how common they are; what
      // stands in another column or script is not looked for here.
      if (level == TextLevel::kElsewhere) continue;
      if (level == TextLevel::kOtherScript) continue;
      if (level == TextLevel::kExact && !is_m) continue;
      set(seen.text[field][i], all, start.text[field][i],
          &weights->text[field][i]);
    }
  }
}

std::vector<Pair> PairsByKeys(const Population& population,
                              const EstimateOptions& options) {
  FindOptions find;
  find.top = 50;
  find.floor = 0.001;
  find.thorough = true;
  const uint32_t all = population.store().size();
  const uint32_t step = std::max<uint32_t>(1, all / options.records);
  std::vector<Pair> pairs;
  for (uint32_t i = 0; i < all; i += step) {
    for (const ScoredCandidate& found :
         population.Find(population.store().Get(i), find)) {
      if (found.record != i) pairs.push_back({i, found.record});
    }
  }
  return pairs;
}

Seen RandomPairs(const PersonStore& store, const EstimateOptions& options) {
  Seen seen;
  uint64_t state = 1;
  for (uint32_t i = 0; i < options.random_pairs; ++i) {
    const auto left = static_cast<uint32_t>(Mixed(++state) % store.size());
    const auto right = static_cast<uint32_t>(Mixed(++state) % store.size());
    if (left != right) seen.Add(store.Get(left), store.Get(right), 1);
  }
  return seen;
}

}  // namespace

Weights EstimateWeights(const Population& population, const Weights& start,
                        const EstimateOptions& options) {
  const PersonStore& store = population.store();
  Weights weights = start;
  if (store.size() < 2) return weights;
  Set(RandomPairs(store, options), start, /*is_m=*/false, &weights);
  const std::vector<Pair> pairs = PairsByKeys(population, options);
  for (int round = 0; round < options.rounds; ++round) {
    const Weights known = weights;
    const Scorer scorer(&known, &population.statistics(), store.size(),
                        DefaultCalibration());
    Seen seen;
    for (const auto& [i, j] : pairs) {
      const Person left = store.Get(i), right = store.Get(j);
      seen.Add(left, right, scorer.Score(left, right).probability);
    }
    Set(seen, start, /*is_m=*/true, &weights);
  }
  return weights;
}

}  // namespace homeward::matching
