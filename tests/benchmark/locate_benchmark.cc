// What one answer costs beside a bare echo over the same mutual TLS:
// LocateChild by record id at one node, and a signed question from another
// agency's node. Between them is what an answer costs that leaves evidence but
// takes no work. Client and nodes share the machine, as the echo's do. Rounds
// alternate, so that a busy machine slows all; what counts is the median of the
// ratios.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "grpcpp/client_context.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/rpc/tls/openssl_setup.h"
#include "storage/digest.h"
#include "tests/benchmark/bare_echo.h"
#include "tests/benchmark/in_flight.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/log_to.h"
#include "tests/benchmark/logged_echo.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/running_federation.h"
#include "tests/benchmark/stage_costs.h"

namespace homeward::benchmark {
namespace {

constexpr int kInFlight = 32;
constexpr int kRounds = 5;
constexpr absl::Duration kRound = absl::Seconds(2);
constexpr char kClinic[] = "clinic-1";

// Own staff of the clinic ask their node for a child by record id.
class OwnQuestion {
 public:
  explicit OwnQuestion(const RunningFederation& running)
      : stub_(v1::QueryService::NewStub(running.StaffChannel(kClinic))),
        assertion_(running.Assertion(kClinic, v1::ROLE_CLINIC_CLINICIAN)) {
    request_.mutable_child()->set_record_id(running.record_id(kClinic));
    request_.set_purpose(v1::PURPOSE_TREAT);
    request_.set_scope(v1::SCOPE_NODE);
  }

  // The same request and answer, and nothing done for it.
  InFlightResult RunEchoed(BareEcho& echo) {
    return echo.RunStreamed(kInFlight, kRound, request_, assertion_, Answer());
  }

  // The same, and evidence of it.
  InFlightResult RunLogged(LoggedEcho& echo) {
    return echo.Run(kInFlight, kRound, request_, Answer());
  }

  InFlightResult Run() {
    return RunInFlight(
        kInFlight, kRound, [this](std::function<void(bool)> done) {
          Locate(*stub_, request_, assertion_,
                 [done = std::move(done)](const LocateResult& result) {
                   done(result.ok && result.answers.size() == 1 &&
                        result.answers[0].outcome == v1::OUTCOME_ANSWERED);
                 });
        });
  }

 private:
  v1::LocateChildResponse Answer() {
    absl::Notification heard;
    v1::LocateChildResponse answer;
    Locate(*stub_, request_, assertion_, [&](const LocateResult& result) {
      answer = result.last;
      heard.Notify();
    });
    heard.WaitForNotification();
    return answer;
  }

  const std::unique_ptr<v1::QueryService::Stub> stub_;
  const std::string assertion_;
  v1::LocateChildRequest request_;
};

// The node of the NGO asks: it signs each question and verifies each answer.
class PeerQuestion {
 public:
  explicit PeerQuestion(const RunningFederation& running)
      : stub_(v1::PeerService::NewStub(running.NodeChannel("ngo", kClinic))),
        directory_(running.federation().directory()),
        revocations_(running.federation().revocations()) {
    const auth::testing::TestAgency& ngo = running.federation().agency("ngo");
    signer_.certificate_der = ngo.leaf.der();
    signer_.key = {std::shared_ptr<void>(), &ngo.node_key};
    question_.set_query_id("q-" + std::string(32, 'a'));
    question_.set_asker_agency_id("ngo");
    question_.set_audience_agency_id(kClinic);
    question_.set_action(v1::ACTION_LOCATE);
    question_.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    question_.mutable_child()->set_record_id(running.record_id(kClinic));
    question_.set_mou_id(RunningFederation::MouId(kClinic));
    question_.set_mou_sha256(running.mou_sha256(kClinic));
    Must(question_.mutable_staff_assertion()->ParseFromString(
             running.Assertion("ngo", v1::ROLE_CP_CASEWORKER))
             ? absl::OkStatus()
             : absl::InternalError("malformed"),
         "assertion");
  }

  InFlightResult Run() {
    return RunInFlight(
        kInFlight, kRound, [this](std::function<void(bool)> done) {
          v1::Question question = question_;
          question.set_question_id(Must(storage::RandomBytes(16), "random"));
          *question.mutable_issued_time() = auth::ToTimestamp(absl::Now());
          auto call = std::make_shared<Call>();
          call->request =
              Must(federation::SignQuestion(question, signer_), "sign");
          stub_->async()->Ask(
              &call->context, &call->request, &call->response,
              [this, call, done = std::move(done)](const grpc::Status& status) {
                done(status.ok() && Answered(*call));
              });
        });
  }

 private:
  struct Call {
    grpc::ClientContext context;
    v1::AskRequest request;
    v1::AskResponse response;
  };

  bool Answered(const Call& call) {
    const auto answer = federation::VerifyAnswer(
        call.response, call.request, "ngo", kClinic,
        {directory_.get(), revocations_.get(), absl::Now(), &known_});
    return answer.ok() && answer->outcome() == v1::OUTCOME_ANSWERED;
  }

  const std::unique_ptr<v1::PeerService::Stub> stub_;
  const std::shared_ptr<const auth::Directory> directory_;
  const std::shared_ptr<const auth::RevocationSet> revocations_;
  federation::KnownSigners known_;
  federation::SigningIdentity signer_;
  v1::Question question_;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* name, const InFlightResult& result) {
  std::printf(
      "  %-14s %7.0f calls/s  p50 %6.2f ms  p99 %6.2f ms  cpu %6.0f us a call"
      "  failed %d\n",
      name, result.calls_per_second, absl::ToDoubleMilliseconds(result.median),
      absl::ToDoubleMilliseconds(result.p99),
      absl::ToDoubleMicroseconds(result.cpu_per_call), result.failed);
}

int Run() {
  BareEcho echo;
  LoggedEcho logged_echo;
  RunningFederation running(/*clinics=*/1);
  OwnQuestion own(running);
  PeerQuestion peer(running);
  const int metrics = running.node(kClinic).metrics_port();
  std::vector<double> own_ratios;
  std::vector<double> shaped_ratios;
  std::vector<double> floor_ratios;
  std::vector<double> peer_ratios;
  std::vector<double> own_cpu;
  int failed = 0;
  for (int round = 1; round <= kRounds; ++round) {
    std::printf("round %d of %d, %d calls in flight\n", round, kRounds,
                kInFlight);
    const InFlightResult floor = echo.Run(kInFlight, kRound);
    Print("bare echo", floor);
    const InFlightResult shaped = own.RunEchoed(echo);
    Print("streamed echo", shaped);
    const InFlightResult logged = own.RunLogged(logged_echo);
    Print("logged echo", logged);
    const StageCosts before = ReadStageCosts(metrics);
    const InFlightResult located = own.Run();
    Print("LocateChild", located);
    const StageCosts between = ReadStageCosts(metrics);
    const InFlightResult asked = peer.Run();
    Print("signed Ask", asked);
    const StageCosts after = ReadStageCosts(metrics);
    own_ratios.push_back(located.calls_per_second / floor.calls_per_second);
    shaped_ratios.push_back(located.calls_per_second / shaped.calls_per_second);
    floor_ratios.push_back(logged.calls_per_second / floor.calls_per_second);
    peer_ratios.push_back(asked.calls_per_second / floor.calls_per_second);
    own_cpu.push_back(
        absl::FDivDuration(located.cpu_per_call, floor.cpu_per_call));
    failed += floor.failed + shaped.failed + logged.failed + located.failed +
              asked.failed;
    if (round < kRounds) continue;
    // The warm-up is in the node's metrics, not in the rate.
    const double share = 1.1 * absl::ToDoubleSeconds(kRound);
    std::printf("stages of LocateChild (mean of the last round)\n");
    PrintStageCosts(before, between, located.calls_per_second * share);
    std::printf("stages of a signed Ask, at the node that answers\n");
    PrintStageCosts(between, after, asked.calls_per_second * share);
  }
  std::printf("LocateChild to bare echo: %.2f (median of %d rounds)\n",
              Median(own_ratios), kRounds);
  std::printf("  to an echo that streams the same bytes: %.2f\n",
              Median(shaped_ratios));
  std::printf(
      "  an echo that streams the same bytes once an entry of the log is "
      "durable: %.2f\n",
      Median(floor_ratios));
  std::printf("  its CPU is that of %.1f echoes\n", Median(own_cpu));
  std::printf("signed Ask to bare echo:  %.2f\n", Median(peer_ratios));
  if (failed > 0) std::printf("%d calls FAILED\n", failed);
  return failed == 0 ? 0 : 1;
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
