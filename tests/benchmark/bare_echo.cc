#include "tests/benchmark/bare_echo.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/client_context.h"
#include "grpcpp/server_context.h"
#include "tests/benchmark/locate_call.h"

namespace homeward::benchmark {

class BareEcho::Service final : public v1::PeerService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context,
                                const v1::AskRequest* request,
                                v1::AskResponse* response) override {
    *response->mutable_answer() = request->question();
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

class BareEcho::StreamService final : public v1::QueryService::CallbackService {
 public:
  // Between two runs only.
  void SetAnswer(const v1::LocateChildResponse& answer) { answer_ = answer; }

  grpc::ServerWriteReactor<v1::LocateChildResponse>* LocateChild(
      grpc::CallbackServerContext*, const v1::LocateChildRequest*) override {
    return new Reactor(answer_);
  }

 private:
  class Reactor final
      : public grpc::ServerWriteReactor<v1::LocateChildResponse> {
   public:
    explicit Reactor(const v1::LocateChildResponse& answer) {
      StartWriteAndFinish(&answer, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }
  };

  v1::LocateChildResponse answer_;
};

BareEcho::BareEcho()
    : service_(std::make_unique<Service>()),
      stream_service_(std::make_unique<StreamService>()) {
  rpc::testing::TestNodeOptions options;
  options.services = [this](const rpc::Front*) {
    return std::vector<grpc::Service*>{service_.get(), stream_service_.get()};
  };
  node_ = std::make_unique<rpc::testing::TestNode>(&federation_, "north",
                                                   std::move(options));
  const auto channel = rpc::testing::Dial(federation_, node_->endpoint(),
                                          federation_.Issue("south/node/1"));
  stub_ = v1::PeerService::NewStub(channel);
  stream_stub_ = v1::QueryService::NewStub(channel);
}

BareEcho::~BareEcho() = default;

InFlightResult BareEcho::Run(int in_flight, absl::Duration duration) {
  struct Call {
    grpc::ClientContext context;
    v1::AskRequest request;
    v1::AskResponse response;
  };
  return RunInFlight(
      in_flight, duration, [this](std::function<void(bool)> done) {
        auto call = std::make_shared<Call>();
        call->request.mutable_question()->set_payload(std::string(256, 'x'));
        stub_->async()->Ask(
            &call->context, &call->request, &call->response,
            [call, done = std::move(done)](const grpc::Status& status) {
              done(status.ok());
            });
      });
}

InFlightResult BareEcho::RunStreamed(int in_flight, absl::Duration duration,
                                     const v1::LocateChildRequest& request,
                                     const std::string& assertion,
                                     const v1::LocateChildResponse& answer) {
  stream_service_->SetAnswer(answer);
  return RunInFlight(in_flight, duration, [&](std::function<void(bool)> done) {
    Locate(*stream_stub_, request, assertion,
           [done = std::move(done)](const LocateResult& result) {
             done(result.ok && !result.answers.empty());
           });
  });
}

}  // namespace homeward::benchmark
