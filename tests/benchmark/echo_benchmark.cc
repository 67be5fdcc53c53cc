// The floor of one answer: a bare echo over the node's own mutual TLS, and the
// same through admission and the worker pool.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/rpc/tls/openssl_setup.h"
#include "tests/benchmark/in_flight.h"

namespace homeward::benchmark {
namespace {

// 256 bytes there and back. Ask() is bare; Synchronize() is admitted and runs
// on the pool.
class Echo final : public v1::PeerService::CallbackService {
 public:
  explicit Echo(const rpc::Front* front) : front_(front) {}

  grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context,
                                const v1::AskRequest* request,
                                v1::AskResponse* response) override {
    *response->mutable_answer() = request->question();
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerUnaryReactor* Synchronize(
      grpc::CallbackServerContext* context,
      const v1::SynchronizeRequest* request,
      v1::SynchronizeResponse* response) override {
    return rpc::ServeUnary(
        front_, context, "homeward.v1.PeerService/Synchronize", request,
        response, [](auto call) {
          v1::SynchronizeResponse answer;
          *answer.mutable_documents() = call->request().documents();
          call->Finish(std::move(answer));
        });
  }

 private:
  const rpc::Front* const front_;
};

template <typename Request, typename Response, typename Method>
InFlightResult Measure(v1::PeerService::Stub& stub, const Request& request,
                       Method method) {
  struct State {
    grpc::ClientContext context;
    Response response;
  };
  return RunInFlight(32, absl::Seconds(5), [&](std::function<void(bool)> done) {
    auto state = std::make_shared<State>();
    method(stub, &state->context, &request, &state->response,
           [state, done = std::move(done)](const grpc::Status& status) {
             done(status.ok());
           });
  });
}

void Print(const char* name, const InFlightResult& result) {
  std::printf("%-28s %8.0f calls/s  p50 %6.2f ms  p99 %6.2f ms  failed %d\n",
              name, result.calls_per_second,
              absl::ToDoubleMilliseconds(result.median),
              absl::ToDoubleMilliseconds(result.p99), result.failed);
}

void Run() {
  rpc::testing::TestFederation federation({"north", "south"});
  std::unique_ptr<Echo> echo;
  rpc::testing::TestNodeOptions options;
  options.services = [&](const rpc::Front* front) {
    echo = std::make_unique<Echo>(front);
    return std::vector<grpc::Service*>{echo.get()};
  };
  rpc::testing::TestNode node(&federation, "north", options);
  const auto stub = v1::PeerService::NewStub(rpc::testing::Dial(
      federation, node.endpoint(), federation.Issue("south/node/1")));
  v1::AskRequest ask;
  ask.mutable_question()->set_payload(std::string(256, 'x'));
  Print("bare echo, 32 in flight",
        Measure<v1::AskRequest, v1::AskResponse>(
            *stub, ask, [](auto& stub, auto... arguments) {
              stub.async()->Ask(arguments...);
            }));
  v1::SynchronizeRequest synchronize;
  *synchronize.mutable_documents()->mutable_directory() = ask.question();
  Print("admitted, on the pool",
        Measure<v1::SynchronizeRequest, v1::SynchronizeResponse>(
            *stub, synchronize, [](auto& stub, auto... arguments) {
              stub.async()->Synchronize(arguments...);
            }));
}

}  // namespace
}  // namespace homeward::benchmark

int main() {
  const absl::Status configured = homeward::rpc::ConfigureOpenSsl();
  if (!configured.ok()) return 1;
  homeward::benchmark::Run();
  return 0;
}
