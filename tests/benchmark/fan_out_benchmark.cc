// A question to eight peers at once, beside each of them alone; the same with
// peers that are far away; then with and without one peer that never answers.
// One question at a time; all nodes share the machine. What is compared
// alternates, so that a busy machine slows both.

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/rpc/tls/openssl_setup.h"
#include "tests/benchmark/asker.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/log_to.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/running_federation.h"
#include "tests/testing/faulty_proxy.h"

namespace homeward::benchmark {
namespace {

using testing::NetworkFault;

constexpr char kAsker[] = "ngo";
constexpr int kPeers = 8;
constexpr int kRounds = 200;
constexpr int kWarmUp = 10;
constexpr absl::Duration kPeerTimeout = absl::Seconds(1);
// The peer i answers after i times as long.
constexpr absl::Duration kFurther = absl::Milliseconds(5);
// With a black hole each question ends at this time.
constexpr absl::Duration kHoleTimeout = absl::Milliseconds(500);
constexpr int kBlocks = 5;
constexpr int kRoundsOfBlock = 20;

using Durations = std::vector<absl::Duration>;

double Percentile(Durations values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return absl::ToDoubleMilliseconds(
      values[static_cast<size_t>(share * last + 0.5)]);
}

void Print(const char* name, const Durations& values) {
  std::printf("%-52s p50 %7.2f ms  p99 %7.2f ms  (%zu)\n", name,
              Percentile(values, 0.5), Percentile(values, 0.99), values.size());
  std::fflush(stdout);
}

void PrintBeyond(const Durations& whole, const Durations& alone) {
  std::printf(
      "  beyond the slowest alone: p50 %+.2f ms, p99 %+.2f ms (goal "
      "+5)\n",
      Percentile(whole, 0.5) - Percentile(alone, 0.5),
      Percentile(whole, 0.99) - Percentile(alone, 0.99));
}

// Counts the answers that are not there, and says of each what came instead.
class Missing {
 public:
  // `answering` clinics are expected to answer, the first ones.
  void Expect(const LocateResult& result, int answering, const char* when) {
    for (const HeardAnswer& answer : result.answers) {
      const std::string& id = answer.agency_id;
      if (id == kAsker || answer.outcome == v1::OUTCOME_ANSWERED) continue;
      if (id == RunningFederation::clinic(kPeers) && answering < kPeers) {
        continue;
      }
      ++count_;
      std::printf("MISSING %s: %s is %s after %.1f ms\n", when, id.c_str(),
                  v1::Outcome_Name(answer.outcome).c_str(),
                  absl::ToDoubleMilliseconds(answer.after));
    }
  }
  int count() const { return count_; }

 private:
  int count_ = 0;
};

// When the last answer came of those that are expected with a black hole.
absl::Duration LastOfSeven(const LocateResult& result) {
  absl::Duration last;
  for (const HeardAnswer& answer : result.answers) {
    if (answer.outcome == v1::OUTCOME_ANSWERED &&
        answer.agency_id != RunningFederation::clinic(kPeers)) {
      last = std::max(last, answer.after);
    }
  }
  return last;
}

// What the question took beyond the slowest of its peers: to take what that one
// said into the log, to merge it, and to tell who asks.
absl::Duration BeyondSlowest(const LocateResult& result) {
  absl::Duration slowest;
  for (const HeardAnswer& answer : result.answers) {
    if (answer.agency_id != kAsker) slowest = std::max(slowest, answer.elapsed);
  }
  return result.whole - slowest;
}

int AnsweredBy(const LocateResult& result) {
  return static_cast<int>(
      std::count_if(result.answers.begin(), result.answers.end(),
                    [](const HeardAnswer& answer) {
                      return answer.outcome == v1::OUTCOME_ANSWERED;
                    }));
}

// Everybody at once, then each of `alone`, in turns.
void Compare(Asker& asker, const std::vector<std::string>& alone,
             const char* name, Missing& missing) {
  Durations whole;
  Durations beyond;
  std::map<std::string, Durations> single;
  for (int round = -kWarmUp; round < kRounds; ++round) {
    const LocateResult all = asker.Ask(kPeerTimeout);
    missing.Expect(all, kPeers, round < 0 ? "warming up" : name);
    if (round >= 0) {
      whole.push_back(all.whole);
      beyond.push_back(BeyondSlowest(all));
    }
    for (const std::string& clinic : alone) {
      const LocateResult one =
          asker.Ask(kPeerTimeout, RunningFederation::MouId(clinic));
      missing.Expect(one, kPeers, round < 0 ? "warming up" : name);
      if (round >= 0) single[clinic].push_back(one.whole);
    }
  }
  Durations slowest;
  for (const auto& [clinic, times] : single) {
    if (Percentile(times, 0.99) > Percentile(slowest, 0.99)) slowest = times;
  }
  Print(name, whole);
  Print("  the slowest of these peers alone", slowest);
  PrintBeyond(whole, slowest);
  Print("  beyond the slowest peer of the same question", beyond);
}

// A question every kHoleTimeout, for a while.
void AskInStep(Asker& asker, int answering, const char* name, Durations& last,
               Missing& missing) {
  for (int round = 0; round < kRoundsOfBlock; ++round) {
    const absl::Time start = absl::Now();
    const LocateResult result = asker.Ask(kHoleTimeout);
    missing.Expect(result, answering, name);
    last.push_back(LastOfSeven(result));
    absl::SleepFor(start + kHoleTimeout - absl::Now());
  }
}

// With and without a black hole, in the same step: a node that rests between
// two questions answers the next one later than one that is kept busy.
void CompareBlackHole(RunningFederation& running, Asker& asker,
                      Missing& missing) {
  testing::FaultyProxy& proxy =
      running.proxy(RunningFederation::clinic(kPeers));
  Durations busy;
  for (int round = 0; round < kRounds; ++round) {
    busy.push_back(LastOfSeven(asker.Ask(kPeerTimeout)));
  }
  Durations without;
  Durations with;
  for (int block = 0; block < kBlocks; ++block) {
    AskInStep(asker, kPeers, "in step", without, missing);
    proxy.Set(NetworkFault::kSilent);
    if (block % 2 == 1) proxy.Disconnect();
    AskInStep(asker, kPeers - 1, "with a black hole", with, missing);
    proxy.Set(NetworkFault::kNone);
    proxy.Disconnect();
    // Until the eighth peer is met again.
    while (AnsweredBy(asker.Ask(kPeerTimeout)) < kPeers) {
    }
  }
  Print("last answer of seven, asked without a rest", busy);
  Print("last answer of seven, a question each 500 ms", without);
  Print("last answer of seven, the eighth a black hole", with);
}

int Run() {
  Missing missing;
  {
    RunningFederation running(kPeers);
    Asker asker(running);
    Compare(asker, running.clinics(), "eight peers and the own node", missing);
  }
  RunningFederation running(kPeers, {RunningFederation::Path::kProxied, 0});
  Asker asker(running);
  for (int i = 1; i <= kPeers; ++i) {
    running.proxy(RunningFederation::clinic(i)).SetDelay(i * kFurther);
  }
  Compare(asker, {RunningFederation::clinic(kPeers)},
          "the same, 5, 10, .. 40 ms away", missing);
  for (const std::string& clinic : running.clinics()) {
    running.proxy(clinic).SetDelay(absl::ZeroDuration());
  }
  CompareBlackHole(running, asker, missing);
  std::printf("%d answers missing\n", missing.count());
  return missing.count() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace homeward::benchmark

int main(int argc, char** argv) {
  // As homewardd does.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  homeward::benchmark::Must(homeward::rpc::ConfigureOpenSsl(), "OpenSSL");
  homeward::benchmark::LogTo(argc > 1 ? argv[1] : "/dev/null");
  return homeward::benchmark::Run();
}
