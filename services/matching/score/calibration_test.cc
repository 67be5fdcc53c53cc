#include "services/matching/score/calibration.h"

#include <cmath>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using Labelled = std::vector<std::pair<double, bool>>;

TEST(CalibrationTest, NoBitsAreEvenOdds) {
  EXPECT_DOUBLE_EQ(Calibration{}.Probability(0), 0.5);
  EXPECT_NEAR(Calibration{}.Probability(3), 8.0 / 9, 1e-12);
  EXPECT_NEAR(Calibration{}.Probability(-3), 1.0 / 9, 1e-12);
}

TEST(CalibrationTest, MoreBitsAreAlwaysMore) {
  const Calibration half{0.5, 1};
  for (double bits = -60; bits < 60; bits += 0.5) {
    EXPECT_LT(half.Probability(bits), half.Probability(bits + 0.5)) << bits;
  }
}

TEST(FitCalibrationTest, FindsTheSlopeOfScoresThatAreTooSure) {
  // Scores are twice as far from zero as they should be.
  const Calibration truth{0.5, 0};
  Labelled labelled;
  for (double bits = -12; bits <= 12; bits += 0.5) {
    const double p = truth.Probability(bits);
    for (int i = 0; i < 1000; ++i) labelled.push_back({bits, i < 1000 * p});
  }
  const Calibration fitted = FitCalibration(labelled);
  EXPECT_NEAR(fitted.slope, 0.5, 0.02);
  EXPECT_NEAR(fitted.offset_bits, 0, 0.1);
}

TEST(FitCalibrationTest, OneTruthAloneTeachesNothing) {
  EXPECT_EQ(FitCalibration({{1, true}, {2, true}}).slope, 1);
  EXPECT_EQ(FitCalibration({}).slope, 1);
}

TEST(FitCalibrationTest, SeparatedTruthsGiveAFiniteSlope) {
  Labelled labelled;
  for (int i = 1; i < 50; ++i) {
    labelled.push_back({i, true});
    labelled.push_back({-i, false});
  }
  const Calibration fitted = FitCalibration(labelled);
  EXPECT_TRUE(std::isfinite(fitted.slope));
  EXPECT_GT(fitted.slope, 0);
}

TEST(ReliabilityTest, ComparesWhatWasSaidWithWhatWas) {
  // Said 0.85 of ten, and five are true.
  Labelled said;
  for (int i = 0; i < 10; ++i) said.push_back({0.85, i < 5});
  said.push_back({0.05, false});
  const auto rows = Reliability(said);
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[1].pairs, 10);
  EXPECT_NEAR(rows[1].mean_probability, 0.85, 1e-9);
  EXPECT_NEAR(rows[1].share_true, 0.5, 1e-9);
  EXPECT_NEAR(CalibrationError(rows), (10 * 0.35 + 0.05) / 11, 1e-9);
}

TEST(ReliabilityTest, ProbabilityOneHasARow) {
  EXPECT_EQ(Reliability({{1.0, true}}).size(), 1);
  EXPECT_EQ(CalibrationError({}), 0);
}

}  // namespace
}  // namespace homeward::matching
