#ifndef HOMEWARD_SERVICES_RPC_UNARY_CALL_H_
#define HOMEWARD_SERVICES_RPC_UNARY_CALL_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/front.h"
#include "services/rpc/start_call.h"

namespace homeward::rpc {

// gRPC's side of a unary call: it lives until gRPC is done with it, which is
// after Finish().
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit UnaryReactor(std::shared_ptr<CallCore> core)
      : core_(std::move(core)) {}

 private:
  void OnCancel() override { core_->Cancelled(); }
  void OnDone() override {
    core_->Gone();
    delete this;
  }

  const std::shared_ptr<CallCore> core_;
};

// One call with one request and one response. Thread-safe.
template <typename Request, typename Response>
class UnaryCall {
 public:
  // The pointers are gRPC's: good until the call has ended.
  UnaryCall(std::shared_ptr<CallCore> core, UnaryReactor* reactor,
            const Request* request, Response* response)
      : core_(std::move(core)),
        reactor_(reactor),
        request_(request),
        response_(response) {}

  ~UnaryCall() { Finish(absl::InternalError("the call was dropped")); }

  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  // See CallCore for which of the two a method has.
  const auth::Caller& caller() const { return core_->caller(); }
  const auth::Contact& contact() const { return core_->contact(); }
  absl::Time deadline() const { return core_->deadline(); }
  bool cancelled() const { return core_->cancelled(); }
  bool awaited() const { return core_->awaited(); }
  // Must not be used after Finish().
  const Request& request() const { return *request_; }
  // See CallCore.
  void OnCancel(std::function<void()> react) {
    core_->OnCancel(std::move(react));
  }
  void SetQueryId(const std::string& id) { core_->SetQueryId(id); }

  // Ends the call with a response or an error. Only the first call counts.
  void Finish(absl::StatusOr<Response> result) {
    if (!core_->BeginEnd(result.status())) return;
    if (result.ok()) *response_ = *std::move(result);
    reactor_->Finish(core_->Outward(result.status()));
  }

 private:
  const std::shared_ptr<CallCore> core_;
  UnaryReactor* const reactor_;
  const Request* const request_;
  Response* const response_;
};

// Serves one call of `method` (a literal, such as "homeward.v1.X/Y") with
// `handler`, a function of std::shared_ptr<UnaryCall<Request, Response>>. See
// call.h.
template <typename Request, typename Response, typename Handler>
grpc::ServerUnaryReactor* ServeUnary(const Front* front,
                                     grpc::CallbackServerContext* context,
                                     const char* method, const Request* request,
                                     Response* response, Handler handler) {
  auto core = std::make_shared<CallCore>(front, context, method);
  auto* reactor = new UnaryReactor(core);
  auto call = std::make_shared<UnaryCall<Request, Response>>(core, reactor,
                                                             request, response);
  StartCall(core, call, std::move(handler));
  return reactor;
}

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_UNARY_CALL_H_
