#include "services/rpc/service/record/erasure_service.h"

#include "services/rpc/call.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* ErasureService::EraseChild(
    grpc::CallbackServerContext* context, const v1::EraseChildRequest* request,
    v1::EraseChildResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.ErasureService/EraseChild", request,
      response, [eraser = eraser_](auto call) {
        call->Finish(eraser->Erase(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* ErasureService::ListErasures(
    grpc::CallbackServerContext* context,
    const v1::ListErasuresRequest* request,
    v1::ListErasuresResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.ErasureService/ListErasures", request,
      response, [eraser = eraser_](auto call) {
        call->Finish(eraser->List(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* ErasureService::ListShown(
    grpc::CallbackServerContext* context, const v1::ListShownRequest* request,
    v1::ListShownResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.ErasureService/ListShown", request,
      response, [eraser = eraser_](auto call) {
        call->Finish(eraser->ListShown(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* ErasureService::KeepChild(
    grpc::CallbackServerContext* context, const v1::KeepChildRequest* request,
    v1::KeepChildResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.ErasureService/KeepChild", request,
      response, [eraser = eraser_](auto call) {
        call->Finish(eraser->Keep(call->caller(), call->request()));
      });
}

}  // namespace homeward::rpc
