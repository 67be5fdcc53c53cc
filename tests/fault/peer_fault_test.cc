// Four real nodes. Whatever is wrong with one peer, each agency asked appears
// exactly once, within the deadline; nobody else is delayed; nothing is left
// over; and the peer is back as soon as it can be reached.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/config.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "tests/benchmark/asker.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/running_federation.h"
#include "tests/testing/faulty_proxy.h"
#include "tests/testing/scrape.h"

namespace homeward {
namespace {

using benchmark::HeardAnswer;
using benchmark::LocateResult;
using benchmark::RunningFederation;
using ::testing::AnyOf;
using ::testing::Eq;
using testing::FaultyProxy;
using ::testing::HasSubstr;
using ::testing::Matcher;
using testing::NetworkFault;
using ::testing::UnorderedElementsAre;

constexpr char kFaulty[] = "clinic-2";
// So long that the others answer within it on a machine that is busy with
// other tests.
constexpr absl::Duration kTimeout = absl::Seconds(4);
// What such a machine may add.
constexpr absl::Duration kSlack = absl::Seconds(4);
// As the node is configured; else it would be 3 s.
constexpr absl::Duration kOwnTimeout = absl::Seconds(6);

class PeerFaultTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = new RunningFederation(
        3, {RunningFederation::Path::kProxied,
            static_cast<int>(absl::ToInt64Milliseconds(kOwnTimeout))});
    asker_ = new benchmark::Asker(*running_);
  }
  static void TearDownTestSuite() {
    delete asker_;
    delete running_;
  }

  // Begins with everybody there.
  void SetUp() override { Mend(); }
  void TearDown() override { Mend(); }

  static FaultyProxy& proxy() { return running_->proxy(kFaulty); }

  static v1::Outcome OutcomeOf(const LocateResult& result,
                               const std::string& agency_id) {
    for (const HeardAnswer& answer : result.answers) {
      if (answer.agency_id == agency_id) return answer.outcome;
    }
    return v1::OUTCOME_UNSPECIFIED;
  }
  static absl::Duration TimeOf(const LocateResult& result,
                               const std::string& agency_id) {
    for (const HeardAnswer& answer : result.answers) {
      if (answer.agency_id == agency_id) return answer.after;
    }
    return absl::InfiniteDuration();
  }

  // Waits until every clinic answers again.
  static void Mend() {
    proxy().SetDelay(absl::ZeroDuration());
    proxy().Set(NetworkFault::kNone);
    const absl::Time limit = absl::Now() + absl::Seconds(60);
    int answered = 0;
    while (answered < 3 && absl::Now() < limit) {
      answered = 0;
      for (const HeardAnswer& answer : asker_->Ask(kTimeout).answers) {
        if (answer.outcome == v1::OUTCOME_ANSWERED) ++answered;
      }
    }
    EXPECT_EQ(answered, 3);
  }

  // Expects one answer of each, the faulty peer's `outcome` in its time, and
  // the others' answers before that of a peer that uses up its time.
  static void ExpectOutcome(const LocateResult& result,
                            const Matcher<v1::Outcome>& outcome,
                            absl::Duration timeout = kTimeout) {
    std::vector<std::string> agencies;
    for (const HeardAnswer& answer : result.answers) {
      agencies.push_back(answer.agency_id);
    }
    EXPECT_THAT(agencies, UnorderedElementsAre("ngo", "clinic-1", "clinic-2",
                                               "clinic-3"));
    EXPECT_THAT(OutcomeOf(result, kFaulty), outcome);
    EXPECT_LT(result.whole, timeout + kSlack);
    for (const char* other : {"clinic-1", "clinic-3"}) {
      EXPECT_EQ(OutcomeOf(result, other), v1::OUTCOME_ANSWERED) << other;
      EXPECT_LT(TimeOf(result, other), timeout) << other;
    }
  }

  // Asks while `fault` holds for connections that begin.
  static LocateResult AskAnew(NetworkFault fault) {
    proxy().Set(fault);
    proxy().Disconnect();
    return asker_->Ask(kTimeout);
  }

  static RunningFederation* running_;
  static benchmark::Asker* asker_;
};

RunningFederation* PeerFaultTest::running_ = nullptr;
benchmark::Asker* PeerFaultTest::asker_ = nullptr;

// Once gRPC has given a connection up, a call fails at once.
const Matcher<v1::Outcome> kNoAnswer =
    AnyOf(Eq(v1::OUTCOME_TIMED_OUT), Eq(v1::OUTCOME_UNREACHABLE));

TEST_F(PeerFaultTest, EverybodyAnswers) {
  ExpectOutcome(asker_->Ask(kTimeout), Eq(v1::OUTCOME_ANSWERED));
}

TEST_F(PeerFaultTest, TakesTheConnectionAndSaysNothing) {
  ExpectOutcome(AskAnew(NetworkFault::kSilent), kNoAnswer);
}

TEST_F(PeerFaultTest, FallsSilentOnAConnectionThatIsUp) {
  proxy().Set(NetworkFault::kSilent);
  const LocateResult result = asker_->Ask(kTimeout);
  ExpectOutcome(result, Eq(v1::OUTCOME_TIMED_OUT));
  EXPECT_GE(result.whole, kTimeout);
}

TEST_F(PeerFaultTest, TheHandshakeOfTlsStalls) {
  ExpectOutcome(AskAnew(NetworkFault::kStall), kNoAnswer);
}

TEST_F(PeerFaultTest, TheHandshakeOfTcpIsDropped) {
  ExpectOutcome(AskAnew(NetworkFault::kDropsSyn), kNoAnswer);
}

TEST_F(PeerFaultTest, AnswersAfterTheDeadline) {
  proxy().SetDelay(kTimeout + absl::Milliseconds(200));
  ExpectOutcome(asker_->Ask(kTimeout), Eq(v1::OUTCOME_TIMED_OUT));
  // What comes late is nobody's answer.
  proxy().SetDelay(absl::ZeroDuration());
  absl::SleepFor(absl::Milliseconds(300));
  ExpectOutcome(asker_->Ask(kTimeout), Eq(v1::OUTCOME_ANSWERED));
}

TEST_F(PeerFaultTest, SendsRubbish) {
  const LocateResult result = AskAnew(NetworkFault::kRubbish);
  ExpectOutcome(result, Eq(v1::OUTCOME_UNREACHABLE));
}

TEST_F(PeerFaultTest, ClosesInTheMiddleOfItsAnswer) {
  proxy().Set(NetworkFault::kCut);
  ExpectOutcome(asker_->Ask(kTimeout), Eq(v1::OUTCOME_UNREACHABLE));
}

TEST_F(PeerFaultTest, TheNodesOwnTimeIsTheOneOfItsConfiguration) {
  proxy().Set(NetworkFault::kSilent);
  const LocateResult result = asker_->Ask(absl::ZeroDuration());
  ExpectOutcome(result, Eq(v1::OUTCOME_TIMED_OUT), kOwnTimeout);
  EXPECT_GE(result.whole, kOwnTimeout);
}

TEST_F(PeerFaultTest, EveryCallToAPeerIsCountedWithItsStatus) {
  proxy().Set(NetworkFault::kSilent);
  asker_->Ask(kTimeout);
  const std::string metrics =
      testing::Scrape(running_->node("ngo").metrics_port());
  for (const char* status : {"OK", "DEADLINE_EXCEEDED"}) {
    EXPECT_THAT(metrics,
                HasSubstr(std::string("rpc_client_call_duration_seconds_count{"
                                      "rpc_method=\"homeward.v1.PeerService/"
                                      "Ask\",rpc_response_status_code=\"") +
                          status + "\""));
  }
}

// What the process holds.
struct Held {
  size_t files = 0;
  size_t threads = 0;
  size_t resident_kilobytes = 0;
};

size_t EntriesOf(const char* folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

Held WhatIsHeld() {
  size_t size = 0;
  size_t resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return {EntriesOf("/proc/self/fd"), EntriesOf("/proc/self/task"),
          resident * sysconf(_SC_PAGESIZE) / 1024};
}

TEST_F(PeerFaultTest, NothingIsLeftOverAfterManyRounds) {
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      for (const NetworkFault fault :
           {NetworkFault::kSilent, NetworkFault::kStall, NetworkFault::kCut,
            NetworkFault::kRubbish, NetworkFault::kDropsSyn}) {
        proxy().Set(fault);
        if (fault != NetworkFault::kCut) proxy().Disconnect();
        asker_->Ask(absl::Milliseconds(100));
      }
      proxy().Set(NetworkFault::kNone);
      asker_->Ask(absl::Milliseconds(100));
    }
    Mend();
  };
  rounds(10);
  const Held before = WhatIsHeld();
  rounds(40);
  const Held after = WhatIsHeld();
  std::printf("files %zu, %zu; threads %zu, %zu; resident %zu kB, %zu kB\n",
              before.files, after.files, before.threads, after.threads,
              before.resident_kilobytes, after.resident_kilobytes);
  // Connections on their way, and gRPC's threads that come and go.
  EXPECT_LE(after.files, before.files + 12);
  EXPECT_LE(after.threads, before.threads + 8);
  // What is freed stays in the address sanitizer's quarantine for long; its own
  // check finds what leaks.
#ifndef ABSL_HAVE_ADDRESS_SANITIZER
  // 240 questions: what they leave in log and store is far less than 32 kB
  // each at four nodes.
  EXPECT_LE(after.resident_kilobytes, before.resident_kilobytes + 240 * 32);
#endif
}

}  // namespace
}  // namespace homeward
