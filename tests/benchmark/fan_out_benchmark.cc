// A question to eight peers at once, beside each of them alone; then with one
// peer that takes connections and never answers. One question at a time; all
// nodes share the machine. Questions alternate, so that a busy machine slows
// both.

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "services/rpc/openssl_setup.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/log_to.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/running_federation.h"

namespace homeward::benchmark {
namespace {

constexpr int kPeers = 8;
constexpr int kRounds = 200;
constexpr int kWarmUp = 10;
constexpr int kBlackHoleRounds = 30;
constexpr absl::Duration kPeerTimeout = absl::Seconds(1);

using Durations = std::vector<absl::Duration>;

double Percentile(Durations values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return absl::ToDoubleMilliseconds(
      values[static_cast<size_t>(share * last + 0.5)]);
}

class Asker {
 public:
  explicit Asker(const RunningFederation& running)
      : stub_(v1::QueryService::NewStub(running.StaffChannel("ngo"))),
        assertion_(running.Assertion("ngo", v1::ROLE_CP_CASEWORKER)) {
    request_.mutable_child()->mutable_identifier()->set_type(
        v1::IDENTIFIER_TYPE_TELEPHONE);
    request_.mutable_child()->mutable_identifier()->set_value(
        RunningFederation::kTelephone);
    request_.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    request_.set_scope(v1::SCOPE_FEDERATION);
    *request_.mutable_peer_timeout() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(
            absl::ToInt64Milliseconds(kPeerTimeout));
  }

  // Asks everybody, or only the peer with whom there is the MOU `mou_id`.
  LocateResult Ask(const std::string& mou_id) {
    request_.set_mou_id(mou_id);
    absl::Notification ended;
    LocateResult result;
    Locate(*stub_, request_, assertion_, [&](LocateResult answered) {
      result = std::move(answered);
      ended.Notify();
    });
    ended.WaitForNotification();
    Must(result.ok ? absl::OkStatus() : absl::UnknownError("failed"),
         "LocateChild");
    return result;
  }

 private:
  const std::unique_ptr<v1::QueryService::Stub> stub_;
  const std::string assertion_;
  v1::LocateChildRequest request_;
};

int Answered(const LocateResult& result) {
  return static_cast<int>(std::count_if(
      result.answers.begin(), result.answers.end(), [](const auto& answer) {
        return answer.second.outcome() == v1::OUTCOME_ANSWERED;
      }));
}

// When the last answer that says something came.
absl::Duration LastAnswer(const LocateResult& result) {
  absl::Duration last;
  for (const auto& [after, answer] : result.answers) {
    if (answer.outcome() == v1::OUTCOME_ANSWERED) last = std::max(last, after);
  }
  return last;
}

void Print(const char* name, const Durations& values) {
  std::printf("%-44s p50 %7.2f ms  p99 %7.2f ms\n", name,
              Percentile(values, 0.5), Percentile(values, 0.99));
}

int Run() {
  RunningFederation running(kPeers);
  Asker asker(running);
  Durations whole;
  Durations last_answers;
  std::map<std::string, Durations> alone;
  bool all_answered = true;
  for (int round = -kWarmUp; round < kRounds; ++round) {
    const LocateResult all = asker.Ask("");
    all_answered &= Answered(all) == kPeers;
    if (round >= 0) whole.push_back(all.whole);
    if (round >= 0) last_answers.push_back(LastAnswer(all));
    for (const std::string& clinic : running.clinics()) {
      const LocateResult one = asker.Ask(RunningFederation::MouId(clinic));
      all_answered &= Answered(one) == 1;
      if (round >= 0) alone[clinic].push_back(one.whole);
    }
  }
  Print("eight peers and the own node", whole);
  Durations slowest;
  for (const auto& [clinic, times] : alone) {
    if (Percentile(times, 0.99) > Percentile(slowest, 0.99)) slowest = times;
  }
  Print("the slowest peer alone", slowest);
  const double more = Percentile(whole, 0.99) - Percentile(slowest, 0.99);
  std::printf("p99 of all beyond the slowest alone: %+.2f ms (at most +5)\n",
              more);

  running.BlackHole(RunningFederation::clinic(kPeers));
  Durations others;
  Durations ended;
  for (int round = 0; round < kBlackHoleRounds; ++round) {
    const LocateResult result = asker.Ask("");
    all_answered &= Answered(result) == kPeers - 1;
    others.push_back(LastAnswer(result));
    ended.push_back(result.whole);
  }
  Print("last answer of eight", last_answers);
  Print("last answer of seven, one black hole", others);
  Print("end of the stream then (timeout 1000 ms)", ended);
  if (!all_answered) std::printf("NOT every peer answered each time\n");
  return all_answered ? 0 : 1;
}

}  // namespace
}  // namespace homeward::benchmark

int main(int argc, char** argv) {
  homeward::benchmark::Must(homeward::rpc::ConfigureOpenSsl(), "OpenSSL");
  homeward::benchmark::LogTo(argc > 1 ? argv[1] : "/dev/null");
  return homeward::benchmark::Run();
}
