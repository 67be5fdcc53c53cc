#include "tests/side_channel/classifier.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace homeward::side_channel {
namespace {

constexpr int kSteps = 1000;
constexpr double kRate = 1;

struct Halves {
  std::vector<Sample> known;
  std::vector<Sample> guessed;
};

Halves Split(const std::vector<Sample>& samples) {
  const auto middle = samples.begin() + samples.size() / 2;
  return {{samples.begin(), middle}, {middle, samples.end()}};
}

template <typename Guess>
double ShareRight(const std::vector<Sample>& samples, const Guess& guess) {
  const auto right = std::count_if(
      samples.begin(), samples.end(),
      [&](const Sample& sample) { return guess(sample) == sample.positive; });
  return static_cast<double>(right) / samples.size();
}

// Guesses positive above the threshold, or not above it.
struct Stump {
  size_t feature = 0;
  double threshold = 0;
  bool above = true;
  size_t right = 0;

  bool operator()(const Sample& sample) const {
    return (sample.features[feature] > threshold) == above;
  }
};

Stump BestStump(std::vector<Sample> samples, size_t feature) {
  std::sort(samples.begin(), samples.end(),
            [&](const Sample& a, const Sample& b) {
              return a.features[feature] < b.features[feature];
            });
  // Right when all are guessed positive, then one less each time.
  size_t right = std::count_if(samples.begin(), samples.end(),
                               [](const Sample& s) { return s.positive; });
  Stump best;
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i].positive ? --right : ++right;
    const double here = samples[i].features[feature];
    if (i + 1 < samples.size() && samples[i + 1].features[feature] == here) {
      continue;
    }
    if (right > best.right) best = {feature, here, true, right};
    const size_t turned = samples.size() - right;
    if (turned > best.right) best = {feature, here, false, turned};
  }
  return best;
}

// One feature, moved and scaled to about [-1, 1].
class Scale {
 public:
  Scale(const std::vector<Sample>& samples, size_t feature)
      : feature_(feature) {
    std::vector<double> values;
    for (const Sample& sample : samples) {
      values.push_back(sample.features[feature]);
    }
    std::sort(values.begin(), values.end());
    low_ = values[values.size() / 20];
    high_ = values[values.size() - 1 - values.size() / 20];
  }
  double operator()(const Sample& sample) const {
    if (high_ <= low_) return 0;
    const double value = std::clamp(sample.features[feature_], low_, high_);
    return 2 * (value - low_) / (high_ - low_) - 1;
  }

 private:
  size_t feature_;
  double low_ = 0;
  double high_ = 0;
};

// The scaled features, and 1 for what does not depend on them.
std::vector<double> Scaled(const std::vector<Scale>& scales,
                           const Sample& sample) {
  std::vector<double> values = {1};
  for (const Scale& scale : scales) values.push_back(scale(sample));
  return values;
}

double Product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> Fit(const std::vector<Scale>& scales,
                        const std::vector<Sample>& samples) {
  std::vector<std::pair<std::vector<double>, double>> rows;
  rows.reserve(samples.size());
  for (const Sample& sample : samples) {
    rows.emplace_back(Scaled(scales, sample), sample.positive ? 1 : 0);
  }
  std::vector<double> weights(scales.size() + 1, 0);
  for (int step = 0; step < kSteps; ++step) {
    std::vector<double> slope(weights.size(), 0);
    for (const auto& [row, target] : rows) {
      const double error = target - 1 / (1 + std::exp(-Product(weights, row)));
      for (size_t i = 0; i < row.size(); ++i) slope[i] += error * row[i];
    }
    for (size_t i = 0; i < weights.size(); ++i) {
      weights[i] += kRate * slope[i] / rows.size();
    }
  }
  return weights;
}

}  // namespace

double StumpAccuracy(const std::vector<Sample>& samples) {
  const Halves halves = Split(samples);
  Stump best;
  for (size_t i = 0; i < samples[0].features.size(); ++i) {
    const Stump stump = BestStump(halves.known, i);
    if (stump.right > best.right) best = stump;
  }
  return ShareRight(halves.guessed, best);
}

double LogisticAccuracy(const std::vector<Sample>& samples) {
  const Halves halves = Split(samples);
  std::vector<Scale> scales;
  for (size_t i = 0; i < samples[0].features.size(); ++i) {
    scales.emplace_back(halves.known, i);
  }
  const std::vector<double> weights = Fit(scales, halves.known);
  return ShareRight(halves.guessed, [&](const Sample& sample) {
    return Product(weights, Scaled(scales, sample)) > 0;
  });
}

double LuckBound(size_t count) { return 0.5 + 2 / std::sqrt(count); }

}  // namespace homeward::side_channel
