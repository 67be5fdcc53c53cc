#include "services/matching/score/calibration.h"

#include <algorithm>
#include <cmath>

namespace homeward::matching {
namespace {

constexpr double kLn2 = 0.6931471805599453;
constexpr int kRows = 10;
constexpr int kNewtonSteps = 50;

// Of natural log odds, without overflow and never quite 0 or 1 before the
// arithmetic ends.
double Logistic(double odds) {
  if (odds >= 0) return 1 / (1 + std::exp(-odds));
  const double e = std::exp(odds);
  return e / (1 + e);
}

}  // namespace

double Calibration::Probability(double bits) const {
  return Logistic((slope * bits + offset_bits) * kLn2);
}

Calibration DefaultCalibration() { return Calibration{}; }

Calibration FitCalibration(
    const std::vector<std::pair<double, bool>>& labelled) {
  const auto is_true = [](const auto& pair) { return pair.second; };
  const auto all = static_cast<double>(labelled.size());
  const auto yes = static_cast<double>(
      std::count_if(labelled.begin(), labelled.end(), is_true));
  if (yes == 0 || yes == all) return DefaultCalibration();
  // Platt's targets, so that separable pairs don't give an endless slope.
  const double high = (yes + 1) / (yes + 2);
  const double low = 1 / (all - yes + 2);
  double a = kLn2, b = 0;
  for (int step = 0; step < kNewtonSteps; ++step) {
    double ga = 0, gb = 0, haa = 1e-9, hab = 0, hbb = 1e-9;
    for (const auto& [bits, truth] : labelled) {
      const double p = Logistic(a * bits + b);
      const double error = p - (truth ? high : low);
      const double w = p * (1 - p);
      ga += error * bits;
      gb += error;
      haa += w * bits * bits;
      hab += w * bits;
      hbb += w;
    }
    const double det = haa * hbb - hab * hab;
    if (std::abs(det) < 1e-12) break;
    const double da = (hbb * ga - hab * gb) / det;
    const double db = (haa * gb - hab * ga) / det;
    a -= std::clamp(da, -0.2, 0.2);
    b -= std::clamp(db, -1.0, 1.0);
    if (std::abs(da) + std::abs(db) < 1e-9) break;
  }
  return Calibration{std::max(a / kLn2, 0.01), b / kLn2};
}

std::vector<ReliabilityRow> Reliability(
    const std::vector<std::pair<double, bool>>& probability_and_truth) {
  std::vector<ReliabilityRow> rows(kRows);
  for (int i = 0; i < kRows; ++i) {
    rows[i].from = double{1} * i / kRows;
    rows[i].to = double{1} * (i + 1) / kRows;
  }
  for (const auto& [probability, truth] : probability_and_truth) {
    const int at =
        std::clamp(static_cast<int>(probability * kRows), 0, kRows - 1);
    ++rows[at].pairs;
    rows[at].mean_probability += probability;
    rows[at].share_true += truth ? 1 : 0;
  }
  rows.erase(
      std::remove_if(rows.begin(), rows.end(),
                     [](const ReliabilityRow& row) { return row.pairs == 0; }),
      rows.end());
  for (ReliabilityRow& row : rows) {
    row.mean_probability /= row.pairs;
    row.share_true /= row.pairs;
  }
  return rows;
}

double CalibrationError(const std::vector<ReliabilityRow>& rows) {
  double error = 0;
  double pairs = 0;
  for (const ReliabilityRow& row : rows) {
    error += row.pairs * std::abs(row.mean_probability - row.share_true);
    pairs += row.pairs;
  }
  return pairs == 0 ? 0 : error / pairs;
}

}  // namespace homeward::matching
