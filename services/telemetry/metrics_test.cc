#include "services/telemetry/metrics.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/scrape.h"
#include "tests/testing/status_matchers.h"

namespace homeward::telemetry {
namespace {

using ::homeward::testing::Scrape;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MetricsTest, EveryStageAndOutcomeIsThereFromTheStart) {
  const std::string text = Metrics().Text();
  for (const char* stage : {"handshake", "verify", "decide", "read", "match",
                            "redact", "log", "sign", "peers"}) {
    EXPECT_THAT(text, HasSubstr(std::string("{stage=\"") + stage + "\""));
  }
  EXPECT_THAT(text,
              HasSubstr("homeward_decisions_total{outcome=\"denied\"} 0"));
  EXPECT_THAT(text, HasSubstr("homeward_queue_depth{queue=\"committer\"} 0"));
  for (const char* kind :
       {"answered", "guardian", "review", "break_glass", "enforcement",
        "probing", "majority", "erasure", "retention"}) {
    EXPECT_THAT(
        text, HasSubstr(std::string("homeward_notices_waiting{kind=\"") + kind +
                        "\"} 0"));
  }
}

TEST(MetricsTest, ObservesWhatHappened) {
  Metrics metrics;
  metrics.ObserveStage(Stage::kDecide, absl::Microseconds(2));
  metrics.CountDecision(Decision::kDenied);
  metrics.SetQueueDepth(Queue::kWorkers, 7);
  metrics.SetCertificateDaysLeft(6.5);
  metrics.SetIndexRebuilt(0.25);
  metrics.SetNoticesWaiting(NoticeKind::kProbing, 3);
  metrics.ObserveServerCall("homeward.v1.QueryService/LocateChild",
                            absl::StatusCode::kPermissionDenied,
                            absl::Milliseconds(3));
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("homeward_stage_duration_seconds_count{stage="
                              "\"decide\"} 1"));
  EXPECT_THAT(text,
              HasSubstr("homeward_decisions_total{outcome=\"denied\"} 1"));
  EXPECT_THAT(text, HasSubstr("homeward_queue_depth{queue=\"workers\"} 7"));
  EXPECT_THAT(text, HasSubstr("homeward_certificate_days_left 6.5"));
  EXPECT_THAT(text, HasSubstr("homeward_index_rebuilt_ratio 0.25"));
  EXPECT_THAT(text, HasSubstr("homeward_notices_waiting{kind=\"probing\"} 3"));
  EXPECT_THAT(text,
              HasSubstr("rpc_response_status_code=\"PERMISSION_DENIED\""));
}

TEST(MetricsTest, CallsToPeersAreApartFromCallsToThisNode) {
  Metrics metrics;
  metrics.ObserveClientCall("homeward.v1.PeerService/Ask",
                            absl::StatusCode::kDeadlineExceeded,
                            absl::Milliseconds(3));
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("rpc_client_call_duration_seconds_count{"
                              "rpc_method=\"homeward.v1.PeerService/Ask\","
                              "rpc_response_status_code=\"DEADLINE_EXCEEDED\","
                              "rpc_system_name=\"grpc\"} 1"));
  EXPECT_THAT(text, Not(HasSubstr("rpc_server_call_duration_seconds_count{")));
}

// None of them could name a person, a case, an agency or a query.
TEST(MetricsTest, TheLabelsAreAFixedList) {
  Metrics metrics;
  metrics.ObserveServerCall("homeward.v1.QueryService/LocateChild",
                            absl::StatusCode::kOk, absl::ZeroDuration());
  metrics.ObserveClientCall("homeward.v1.PeerService/Ask",
                            absl::StatusCode::kOk, absl::ZeroDuration());
  std::set<std::string> labels;
  const std::string text = metrics.Text();
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const size_t begin = line.find('{');
    if (absl::StartsWith(line, "#") || begin == line.npos) continue;
    const absl::string_view inside =
        line.substr(begin + 1, line.rfind('}') - begin - 1);
    for (const absl::string_view pair : absl::StrSplit(inside, ',')) {
      labels.emplace(pair.substr(0, pair.find('=')));
    }
  }
  EXPECT_THAT(labels, ElementsAre("kind", "le", "outcome", "queue",
                                  "rpc_method", "rpc_response_status_code",
                                  "rpc_system_name", "scope", "stage"));
}

TEST(MetricsTest, MethodsOutsideTheApiShareOneSeries) {
  Metrics metrics;
  metrics.ObserveServerCall("anything/a-child-name", absl::StatusCode::kOk,
                            absl::ZeroDuration());
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("a-child-name")));
  EXPECT_THAT(metrics.Text(), HasSubstr("rpc_method=\"_OTHER\""));
}

TEST(MetricsTest, ServesOnLoopbackOnly) {
  Metrics metrics;
  ASSERT_OK_AND_ASSIGN(const int port, metrics.Serve("127.0.0.1:0"));
  EXPECT_THAT(Scrape(port), HasSubstr("homeward_decisions_total"));
  EXPECT_THAT(Metrics().Serve("0.0.0.0:0"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("metrics_address")));
}

TEST(MetricsTest, SaysThatThePortIsTaken) {
  Metrics first, second;
  ASSERT_OK_AND_ASSIGN(const int port, first.Serve("127.0.0.1:0"));
  EXPECT_THAT(second.Serve("127.0.0.1:" + std::to_string(port)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("taken")));
}

}  // namespace
}  // namespace homeward::telemetry
