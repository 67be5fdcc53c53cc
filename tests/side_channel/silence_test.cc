// Two real nodes over mutual TLS: whoever asks for children who are not here,
// for some who are withheld, and once locked out, learns from size and time of
// the answers which it was no better than by guessing.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/silence/beat_pacer.h"
#include "services/rpc/tls/openssl_setup.h"
#include "tests/benchmark/log_to.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/running_federation.h"
#include "tests/side_channel/classifier.h"
#include "tests/side_channel/silent_asker.h"
#include "tests/testing/patience.h"

namespace homeward::side_channel {
namespace {

using benchmark::RunningFederation;
using homeward::testing::AtBest;

// Of each round of a test; --questions changes it.
int g_questions = 2000;

// Of the questions of a thread: each thread of each round has the next.
int g_seed = 0;

constexpr int kNamesOfAKind = 12;  // With both kinds no sweep of names.
constexpr int kThreads = 8;        // Mostly they wait.

// Asks about one of two kinds of children.
using AskKind = std::function<Measured(bool positive, int number)>;

// `count` questions about either kind in random order, `threads` at a time, in
// the order of their answers. Nothing may be shown for any.
std::vector<Sample> Collect(int count, int threads, const AskKind& ask) {
  absl::Mutex mutex;
  std::vector<Sample> samples;
  const auto run = [&](int seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < count / threads; ++i) {
      const bool positive = random() % 2 == 0;
      Measured measured = ask(positive, random() % kNamesOfAKind);
      EXPECT_EQ(measured.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
      absl::MutexLock lock(&mutex);
      samples.push_back({std::move(measured.features), positive});
    }
  };
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(run, ++g_seed);
  for (std::thread& thread : running) thread.join();
  return samples;
}

double BestAccuracy(const std::vector<Sample>& samples) {
  const double stump = StumpAccuracy(samples);
  const double logistic = LogisticAccuracy(samples);
  std::printf("%zu questions: threshold %.4f, logistic regression %.4f\n",
              samples.size(), stump, logistic);
  return std::max(stump, logistic);
}

// Expects that guessing is no better than at random. Luck alone is found in 6
// of 100,000 rounds, so once it is, another decides.
void ExpectNothingTold(const std::function<std::vector<Sample>()>& round) {
  for (int i = 0; i < 2; ++i) {
    const std::vector<Sample> samples = round();
    if (BestAccuracy(samples) <= LuckBound(samples.size() / 2)) return;
  }
  FAIL() << "two rounds were told apart";
}

class SilenceTest : public ::testing::Test {
 protected:
  // Of each name that is withheld there are so many children.
  void Start(std::chrono::nanoseconds beat, int children = 1) {
    RunningFederation::Options options;
    options.answer_beat = beat;
    running_ = std::make_unique<RunningFederation>(/*clinics=*/1, options);
    for (int i = 0; i < kNamesOfAKind; ++i) {
      RegisterProtected(*running_, Withheld(i), children);
    }
    asker_ = std::make_unique<SilentAsker>(running_.get(), "s-1");
  }
  const std::string& Withheld(int i) const { return names_[i]; }
  const std::string& Absent(int i) const { return names_[kNamesOfAKind + i]; }
  Measured AskWithheldOrAbsent(bool withheld, int number) const {
    return asker_->Ask(withheld ? Withheld(number) : Absent(number));
  }

  const std::vector<std::string> names_ = Names(2 * kNamesOfAKind + 80);
  std::unique_ptr<RunningFederation> running_;
  std::unique_ptr<SilentAsker> asker_;
};

TEST_F(SilenceTest, WithheldIsNotToldFromAbsent) {
  Start(federation::kAnswerBeat);
  ExpectNothingTold([this] {
    return Collect(g_questions, kThreads, [this](bool withheld, int number) {
      return AskWithheldOrAbsent(withheld, number);
    });
  });
}

TEST_F(SilenceTest, ALockoutIsNotToldFromAbsence) {
  Start(federation::kAnswerBeat);
  const SilentAsker locked_out(running_.get(), "s-2");
  // More names than anybody may ask for; only the owner learns what follows.
  for (size_t i = 2 * kNamesOfAKind; i < names_.size(); ++i) {
    locked_out.Ask(names_[i]);
  }
  ExpectNothingTold([&] {
    return Collect(g_questions, kThreads, [&](bool is_locked_out, int number) {
      return is_locked_out ? locked_out.Ask(Withheld(number))
                           : asker_->Ask(Absent(number));
    });
  });
}

// What the tests above could not see they would also pass. Deciding on one
// child may take less than a busy machine's noise; on many it does not.
TEST_F(SilenceTest, WithoutBeatsItIsTold) {
  Start(std::chrono::nanoseconds(1), /*children=*/20);
  EXPECT_TRUE(AtBest([this] {
    const auto samples =
        Collect(2000, /*threads=*/1, [this](bool withheld, int number) {
          return AskWithheldOrAbsent(withheld, number);
        });
    return BestAccuracy(samples) >= 0.6;
  }));
}

}  // namespace
}  // namespace homeward::side_channel

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (!absl::ConsumePrefix(&argument, "--questions=") ||
        !absl::SimpleAtoi(argument, &homeward::side_channel::g_questions)) {
      return 2;
    }
  }
  // As homewardd does.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  homeward::benchmark::Must(homeward::rpc::ConfigureOpenSsl(), "OpenSSL");
  homeward::benchmark::LogTo("/dev/null");
  return RUN_ALL_TESTS();
}
