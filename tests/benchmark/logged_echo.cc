#include "tests/benchmark/logged_echo.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/rpc/call.h"
#include "services/rpc/worker_pool.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "tests/benchmark/locate_call.h"

namespace homeward::benchmark {

class LoggedEcho::Service final : public v1::QueryService::CallbackService {
 public:
  explicit Service(const rpc::Front* front)
      : front_(front),
        log_([pool = front->pool] { return pool->QueueDepth() > 0; }) {}

  // Between two runs only.
  void SetAnswer(const v1::LocateChildResponse& answer) { answer_ = answer; }

  grpc::ServerWriteReactor<v1::LocateChildResponse>* LocateChild(
      grpc::CallbackServerContext* context,
      const v1::LocateChildRequest* request) override {
    return rpc::ServeStream<v1::LocateChildResponse>(
        front_, context, "homeward.v1.QueryService/LocateChild", request,
        [this](auto call) {
          const absl::Status queued = log_.committer().Submit(
              {{}, {{std::string(200, 'm'), std::string(400, 'd')}}},
              [this, call](storage::SubmissionResult result) {
                if (!result.status.ok()) return call->Finish(result.status);
                front_->pool->Resume([this, call] {
                  call->FinishWith(v1::LocateChildResponse(answer_));
                });
              });
          if (!queued.ok()) call->Finish(queued);
        });
  }

 private:
  const rpc::Front* const front_;
  v1::LocateChildResponse answer_;
  DiskLog log_;
};

LoggedEcho::LoggedEcho() {
  rpc::testing::TestNodeOptions options;
  options.services = [this](const rpc::Front* front) {
    service_ = std::make_unique<Service>(front);
    return std::vector<grpc::Service*>{service_.get()};
  };
  node_ = std::make_unique<rpc::testing::TestNode>(&federation_, "north",
                                                   std::move(options));
  stub_ = v1::QueryService::NewStub(
      rpc::testing::Dial(federation_, node_->endpoint(),
                         federation_.Issue("north/client/console")));
  assertion_ = federation_.Assertion(
      "north", node_->keeper().current()->leaf.thumbprint());
}

LoggedEcho::~LoggedEcho() = default;

InFlightResult LoggedEcho::Run(int in_flight, absl::Duration duration,
                               const v1::LocateChildRequest& request,
                               const v1::LocateChildResponse& answer) {
  service_->SetAnswer(answer);
  return RunInFlight(in_flight, duration, [&](std::function<void(bool)> done) {
    Locate(*stub_, request, assertion_,
           [done = std::move(done)](const LocateResult& result) {
             done(result.ok && !result.answers.empty());
           });
  });
}

}  // namespace homeward::benchmark
