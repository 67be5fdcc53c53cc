#include "tests/side_channel/classifier.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::side_channel {
namespace {

// Two features, of which the second is normal around 0, or around `shift` for
// what is positive; now and then something takes far longer.
std::vector<Sample> Samples(int count, double shift) {
  std::mt19937 random(7);
  std::normal_distribution<double> noise;
  std::vector<Sample> samples;
  for (int i = 0; i < count; ++i) {
    const bool positive = random() % 2 == 0;
    const double outlier = random() % 50 == 0 ? 1000 : 0;
    samples.push_back(
        {{noise(random) + 5, noise(random) + outlier + (positive ? shift : 0)},
         positive});
  }
  return samples;
}

TEST(ClassifierTest, SeesWhatIsFarApart) {
  const auto samples = Samples(2000, 4);
  EXPECT_GT(StumpAccuracy(samples), 0.95);
  EXPECT_GT(LogisticAccuracy(samples), 0.95);
  // The other way round too.
  const auto turned = Samples(2000, -4);
  EXPECT_GT(StumpAccuracy(turned), 0.95);
  EXPECT_GT(LogisticAccuracy(turned), 0.95);
}

TEST(ClassifierTest, SeesWhatIsHardlyApart) {
  // The best that can be done is 0.58.
  const auto samples = Samples(20000, 0.4);
  EXPECT_GT(StumpAccuracy(samples), LuckBound(10000) + 0.03);
  EXPECT_GT(LogisticAccuracy(samples), LuckBound(10000) + 0.03);
}

TEST(ClassifierTest, GuessesWhereThereIsNothingToSee) {
  for (const int count : {2000, 20000}) {
    const auto samples = Samples(count, 0);
    EXPECT_LT(StumpAccuracy(samples), LuckBound(count / 2));
    EXPECT_LT(LogisticAccuracy(samples), LuckBound(count / 2));
    EXPECT_GT(StumpAccuracy(samples), 1 - LuckBound(count / 2));
  }
}

TEST(ClassifierTest, AFeatureThatNeverChangesTellsNothing) {
  std::vector<Sample> samples = Samples(2000, 4);
  for (Sample& sample : samples) sample.features = {3};
  EXPECT_NEAR(StumpAccuracy(samples), 0.5, 0.06);
  EXPECT_NEAR(LogisticAccuracy(samples), 0.5, 0.06);
}

TEST(LuckBoundTest, IsFourDeviations) {
  EXPECT_DOUBLE_EQ(LuckBound(10000), 0.52);
  EXPECT_NEAR(LuckBound(1000), 0.563, 0.001);
}

}  // namespace
}  // namespace homeward::side_channel
