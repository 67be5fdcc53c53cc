#ifndef HOMEWARD_TESTS_SIDE_CHANNEL_CLASSIFIER_H_
#define HOMEWARD_TESTS_SIDE_CHANNEL_CLASSIFIER_H_

#include <cstddef>
#include <vector>

// Guesses, from what an asker can measure of an answer, which of two kinds of
// child the question was about. Pure.
namespace homeward::side_channel {

// One answer: what was measured of it, and which kind it really was.
struct Sample {
  std::vector<double> features;
  bool positive = false;
};

// Each learns from the first half of `samples` and returns which share of the
// other half it guesses right, in [0, 1]. There are at least 4 samples, of both
// kinds in either half, and all have as many features.

// By the one feature, threshold and direction that are best.
double StumpAccuracy(const std::vector<Sample>& samples);

// By all features together, with a logistic regression. What lies far out
// counts as the 5th or 95th hundredth.
double LogisticAccuracy(const std::vector<Sample>& samples);

// What guessing at random stays below in all but 3 of 100,000 runs, when
// `count` samples are guessed: 0.5 and four standard deviations of the share.
// That is 0.52 for 10,000.
double LuckBound(size_t count);

}  // namespace homeward::side_channel

#endif  // HOMEWARD_TESTS_SIDE_CHANNEL_CLASSIFIER_H_
