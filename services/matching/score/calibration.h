#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_CALIBRATION_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_CALIBRATION_H_

#include <utility>
#include <vector>

namespace homeward::matching {

// Turns a score into a probability that means what it says: of all pairs that
// get 0.8, eight in ten are one person. Platt scaling: the score's log odds
// times a slope, plus an offset. Strictly monotonic, so that it never changes
// who comes first.
//
// Source: Platt, "Probabilistic outputs for support vector machines", 1999.
struct Calibration {
  double slope = 1;
  double offset_bits = 0;

  // `bits` are log2 of odds. In (0, 1).
  double Probability(double bits) const;
};

// What this project ships for all fields.
Calibration DefaultCalibration();

// Fits to pairs of score and truth by maximum likelihood. The default if all
// have one truth.
Calibration FitCalibration(
    const std::vector<std::pair<double, bool>>& labelled);

// One row of a reliability table: pairs with a probability in [from, to).
struct ReliabilityRow {
  double from = 0;
  double to = 0;
  int pairs = 0;
  double mean_probability = 0;
  double share_true = 0;
};

// The rows that have pairs, of ten equal ones.
std::vector<ReliabilityRow> Reliability(
    const std::vector<std::pair<double, bool>>& probability_and_truth);

// The mean of how far a row's probability is from the truth, by its pairs:
// the expected calibration error, in [0, 1].
double CalibrationError(const std::vector<ReliabilityRow>& rows);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_CALIBRATION_H_
