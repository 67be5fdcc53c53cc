#include "services/rpc/unread_request.h"

#include <memory>

#include "grpcpp/support/interceptor.h"
#include "grpcpp/support/server_interceptor.h"
#include "grpcpp/support/status.h"

namespace homeward::rpc {
namespace {

using ::grpc::experimental::InterceptionHookPoints;
using ::grpc::experimental::ServerRpcInfo;

class UnreadRequest final : public grpc::experimental::Interceptor {
 public:
  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(
            InterceptionHookPoints::POST_RECV_MESSAGE)) {
      unread_ = batch->GetRecvMessage() == nullptr;
    }
    if (unread_ && batch->QueryInterceptionHookPoint(
                       InterceptionHookPoints::PRE_SEND_STATUS)) {
      batch->ModifySendStatus(grpc::Status(
          grpc::StatusCode::INVALID_ARGUMENT,
          "the request is not a message of this call's type; make the client "
          "anew from this node's proto/homeward/v1"));
    }
    batch->Proceed();
  }

 private:
  bool unread_ = false;
};

class Factory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      ServerRpcInfo* info) override {
    const bool one_request =
        info->type() == ServerRpcInfo::Type::UNARY ||
        info->type() == ServerRpcInfo::Type::SERVER_STREAMING;
    return one_request ? new UnreadRequest() : nullptr;
  }
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
UnreadRequests() {
  return std::make_unique<Factory>();
}

}  // namespace homeward::rpc
