// Four real nodes. Whatever is wrong with one peer, each agency asked appears
// exactly once, within the deadline; nobody else is delayed; nothing is left
// over; and the peer is back as soon as it can be reached.

#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/base/config.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "tests/benchmark/asker.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/running_federation.h"
#include "tests/testing/allocated.h"
#include "tests/testing/faulty_proxy.h"
#include "tests/testing/patience.h"
#include "tests/testing/scrape.h"

namespace homeward {
namespace {

using benchmark::HeardAnswer;
using benchmark::LocateResult;
using benchmark::RunningFederation;
using testing::AllocatedBytes;
using ::testing::AnyOf;
using testing::AtBest;
using ::testing::Eq;
using testing::Eventually;
using testing::FaultyProxy;
using ::testing::HasSubstr;
using ::testing::Matcher;
using testing::NetworkFault;
using ::testing::UnorderedElementsAre;

constexpr char kFaulty[] = "clinic-2";
constexpr absl::Duration kTimeout = absl::Seconds(4);
// What a busy machine may add.
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
    EXPECT_TRUE(Eventually([] {
      return absl::c_count_if(asker_->Ask(kTimeout).answers,
                              [](const HeardAnswer& answer) {
                                return answer.outcome == v1::OUTCOME_ANSWERED;
                              }) == 3;
    }));
  }

  // Expects of what `ask` returns one answer of each, the faulty peer's
  // `outcome` in its time, and the others' answers before that of a peer that
  // uses up its time. Asks again where somebody was too slow.
  template <typename Ask>
  static LocateResult ExpectOutcome(const Ask& ask,
                                    const Matcher<v1::Outcome>& outcome,
                                    absl::Duration timeout = kTimeout) {
    LocateResult result;
    EXPECT_TRUE(AtBest([&] {
      result = ask();
      std::vector<std::string> agencies;
      for (const HeardAnswer& answer : result.answers) {
        agencies.push_back(answer.agency_id);
      }
      EXPECT_THAT(agencies, UnorderedElementsAre("ngo", "clinic-1", "clinic-2",
                                                 "clinic-3"));
      return IsInTime(result, timeout) &&
             (outcome.Matches(OutcomeOf(result, kFaulty)) ||
              OutcomeOf(result, kFaulty) != v1::OUTCOME_TIMED_OUT);
    })) << "a peer was late each time";
    EXPECT_THAT(OutcomeOf(result, kFaulty), outcome);
    for (const char* other : {"clinic-1", "clinic-3"}) {
      EXPECT_EQ(OutcomeOf(result, other), v1::OUTCOME_ANSWERED) << other;
    }
    return result;
  }
  static bool IsInTime(const LocateResult& result, absl::Duration timeout) {
    for (const char* other : {"clinic-1", "clinic-3"}) {
      if (TimeOf(result, other) >= timeout ||
          OutcomeOf(result, other) == v1::OUTCOME_TIMED_OUT) {
        return false;
      }
    }
    return result.whole < timeout + kSlack;
  }

  static LocateResult Ask() { return asker_->Ask(kTimeout); }
  // Asks while `fault` holds for connections that begin.
  static auto AskAnew(NetworkFault fault) {
    return [fault] {
      proxy().Set(fault);
      proxy().Disconnect();
      return Ask();
    };
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
  ExpectOutcome(Ask, Eq(v1::OUTCOME_ANSWERED));
}

TEST_F(PeerFaultTest, TakesTheConnectionAndSaysNothing) {
  ExpectOutcome(AskAnew(NetworkFault::kSilent), kNoAnswer);
}

TEST_F(PeerFaultTest, FallsSilentOnAConnectionThatIsUp) {
  proxy().Set(NetworkFault::kSilent);
  const LocateResult result = ExpectOutcome(Ask, Eq(v1::OUTCOME_TIMED_OUT));
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
  ExpectOutcome(Ask, Eq(v1::OUTCOME_TIMED_OUT));
  // What comes late is nobody's answer.
  proxy().SetDelay(absl::ZeroDuration());
  absl::SleepFor(absl::Milliseconds(300));
  ExpectOutcome(Ask, Eq(v1::OUTCOME_ANSWERED));
}

TEST_F(PeerFaultTest, SendsRubbish) {
  ExpectOutcome(AskAnew(NetworkFault::kRubbish), Eq(v1::OUTCOME_UNREACHABLE));
}

TEST_F(PeerFaultTest, ClosesInTheMiddleOfItsAnswer) {
  proxy().Set(NetworkFault::kCut);
  ExpectOutcome(Ask, Eq(v1::OUTCOME_UNREACHABLE));
}

TEST_F(PeerFaultTest, TheNodesOwnTimeIsTheOneOfItsConfiguration) {
  proxy().Set(NetworkFault::kSilent);
  const LocateResult result =
      ExpectOutcome([] { return asker_->Ask(absl::ZeroDuration()); },
                    Eq(v1::OUTCOME_TIMED_OUT), kOwnTimeout);
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
  int64_t allocated_kilobytes = 0;
};

size_t EntriesOf(const char* folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

Held WhatIsHeld() {
  return {EntriesOf("/proc/self/fd"), EntriesOf("/proc/self/task"),
          AllocatedBytes() / 1024};
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
  Held after;
  const bool nothing_left = Eventually([&] {
    after = WhatIsHeld();
    // Connections on their way, and gRPC's threads that come and go.
    return after.files <= before.files + 12 &&
           after.threads <= before.threads + 8;
  });
  std::printf("files %zu, %zu; threads %zu, %zu; allocated %" PRId64
              " kB, %" PRId64 " kB\n",
              before.files, after.files, before.threads, after.threads,
              before.allocated_kilobytes, after.allocated_kilobytes);
  EXPECT_TRUE(nothing_left);
  // The address sanitizer's own check finds what leaks; it counts no memory.
#ifndef ABSL_HAVE_ADDRESS_SANITIZER
  // 240 questions: what they leave in log and store is far less than 32 kB
  // each at four nodes.
  EXPECT_LE(after.allocated_kilobytes, before.allocated_kilobytes + 240 * 32);
#endif
}

}  // namespace
}  // namespace homeward
