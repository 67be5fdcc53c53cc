#include "tests/benchmark/bare_echo.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/client_context.h"
#include "grpcpp/server_context.h"

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

BareEcho::BareEcho() : service_(std::make_unique<Service>()) {
  rpc::testing::TestNodeOptions options;
  options.services = [this](const rpc::Front*) {
    return std::vector<grpc::Service*>{service_.get()};
  };
  node_ = std::make_unique<rpc::testing::TestNode>(&federation_, "north",
                                                   std::move(options));
  stub_ = v1::PeerService::NewStub(rpc::testing::Dial(
      federation_, node_->endpoint(), federation_.Issue("south/node/1")));
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

}  // namespace homeward::benchmark
