#include "services/rpc/service/question/peer_service.h"

#include <chrono>
#include <utility>

#include "absl/status/statusor.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/call.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* PeerService::Ask(grpc::CallbackServerContext* context,
                                           const v1::AskRequest* request,
                                           v1::AskResponse* response) {
  // Before it waits for a worker: how long it does is no matter of the beats.
  const auto arrived = std::chrono::steady_clock::now();
  return ServeUnary(front_, context, "homeward.v1.PeerService/Ask", request,
                    response, [this, arrived](auto call) {
                      responder_->Answer(
                          call->caller(), call->request(), arrived,
                          [call](absl::StatusOr<v1::AskResponse> answer) {
                            call->Finish(std::move(answer));
                          });
                    });
}

grpc::ServerUnaryReactor* PeerService::Synchronize(
    grpc::CallbackServerContext* context, const v1::SynchronizeRequest* request,
    v1::SynchronizeResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.PeerService/Synchronize", request, response,
      [this](auto call) {
        call->Finish(handlers_.synchronize(call->contact(), call->request()));
      });
}

grpc::ServerUnaryReactor* PeerService::Withdraw(
    grpc::CallbackServerContext* context, const v1::WithdrawRequest* request,
    v1::WithdrawResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.PeerService/Withdraw", request, response,
      [this](auto call) {
        call->Finish(handlers_.withdraw(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* PeerService::TellReview(
    grpc::CallbackServerContext* context, const v1::TellReviewRequest* request,
    v1::TellReviewResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.PeerService/TellReview", request, response,
      [this](auto call) {
        call->Finish(handlers_.take_review(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* PeerService::Probe(
    grpc::CallbackServerContext* context, const v1::ProbeRequest* request,
    v1::ProbeResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.PeerService/Probe", request,
                    response, [this](auto call) {
                      handlers_.probe(
                          call->caller().agency_id(),
                          [call](absl::StatusOr<v1::ProbeResponse> answer) {
                            call->Finish(std::move(answer));
                          });
                    });
}

}  // namespace homeward::rpc
