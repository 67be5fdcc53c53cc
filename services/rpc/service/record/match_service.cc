#include "services/rpc/service/record/match_service.h"

#include <utility>

namespace homeward::rpc {

grpc::ServerUnaryReactor* MatchService::DecideMatch(
    grpc::CallbackServerContext* context, const v1::DecideMatchRequest* request,
    v1::DecideMatchResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.MatchService/DecideMatch",
                    request, response, [registrar = registrar_](auto call) {
                      registrar->DecideMatch(call->caller(), call->request(),
                                             [call](auto result) {
                                               call->Finish(std::move(result));
                                             });
                    });
}

grpc::ServerUnaryReactor* MatchService::ListMatches(
    grpc::CallbackServerContext* context, const v1::ListMatchesRequest* request,
    v1::ListMatchesResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.MatchService/ListMatches",
                    request, response, [registrar = registrar_](auto call) {
                      registrar->ListMatches(call->caller(), call->request(),
                                             [call](auto result) {
                                               call->Finish(std::move(result));
                                             });
                    });
}

}  // namespace homeward::rpc
