#ifndef HOMEWARD_SERVICES_RPC_CLIENT_STREAM_H_
#define HOMEWARD_SERVICES_RPC_CLIENT_STREAM_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/front.h"
#include "services/rpc/start_call.h"

namespace homeward::rpc {

// gRPC's side of an upload: it reads one message when it is asked to.
template <typename Request>
class ReadReactor final : public grpc::ServerReadReactor<Request> {
 public:
  using Reader = std::function<void(absl::StatusOr<Request>)>;

  explicit ReadReactor(std::shared_ptr<CallCore> core)
      : core_(std::move(core)), alarm_(core_) {}

  void Read(Reader reader) {
    {
      absl::MutexLock lock(&mutex_);
      reader_ = std::move(reader);
    }
    message_.Clear();
    this->StartRead(&message_);
  }

 private:
  void OnReadDone(bool ok) override {
    Reader reader;
    {
      absl::MutexLock lock(&mutex_);
      reader = std::move(reader_);
      reader_ = nullptr;
    }
    absl::StatusOr<Request> result = absl::OutOfRangeError("the end");
    if (ok) {
      core_->Received();
      result = std::move(message_);
    } else if (core_->cancelled()) {
      result = absl::CancelledError("the client went away");
    }
    // When the pool is full the reader is destroyed unrun, and with it the
    // last pointer to the call, which ends.
    const bool taken = core_->Submit(
        [reader = std::move(reader), result = std::move(result)]() mutable {
          reader(std::move(result));
        });
    if (!taken) core_->Abort();
  }
  void OnCancel() override { core_->Cancelled(); }
  void OnDone() override {
    core_->Gone();
    delete this;
  }

  const std::shared_ptr<CallCore> core_;
  DeadlineAlarm alarm_;
  // Used by gRPC between StartRead() and OnReadDone(), by us else.
  Request message_;
  absl::Mutex mutex_;
  Reader reader_ ABSL_GUARDED_BY(mutex_);
};

// One call with a stream of requests and one response. Thread-safe.
template <typename Request, typename Response>
class ClientStream {
 public:
  // The pointers are gRPC's: good until the call has ended.
  ClientStream(std::shared_ptr<CallCore> core, ReadReactor<Request>* reactor,
               Response* response)
      : core_(std::move(core)), reactor_(reactor), response_(response) {}

  ~ClientStream() { Finish(absl::InternalError("the call was dropped")); }

  ClientStream(const ClientStream&) = delete;
  ClientStream& operator=(const ClientStream&) = delete;

  const auth::Caller& caller() const { return core_->caller(); }
  absl::Time deadline() const { return core_->deadline(); }
  bool cancelled() const { return core_->cancelled(); }
  // See CallCore.
  void OnCancel(std::function<void()> react) {
    core_->OnCancel(std::move(react));
  }
  void SetQueryId(const std::string& id) { core_->SetQueryId(id); }

  // Reads the next message; calls `reader` once, on the pool, which keeps a
  // pointer to this call. One Read() at a time, none after Finish(); reading
  // nothing holds the client back. OUT_OF_RANGE is the end, CANCELLED means
  // that the client went away. A connection that breaks can look like the end:
  // what is uploaded must tell by itself whether it is complete.
  void Read(std::function<void(absl::StatusOr<Request>)> reader) {
    reactor_->Read(std::move(reader));
  }

  // Ends the call with a response or an error, also before the end of the
  // upload. Only the first call counts.
  void Finish(absl::StatusOr<Response> result) {
    if (!core_->BeginEnd(result.status())) return;
    if (result.ok()) *response_ = *std::move(result);
    reactor_->Finish(core_->Outward(result.status()));
  }

 private:
  const std::shared_ptr<CallCore> core_;
  ReadReactor<Request>* const reactor_;
  Response* const response_;
};

// Serves one call of `method` (a literal) with `handler`, a function of
// std::shared_ptr<ClientStream<Request, Response>>. See call.h.
template <typename Request, typename Response, typename Handler>
grpc::ServerReadReactor<Request>* ServeUpload(
    const Front* front, grpc::CallbackServerContext* context,
    const char* method, Response* response, Handler handler) {
  auto core = std::make_shared<CallCore>(front, context, method);
  auto* reactor = new ReadReactor<Request>(core);
  auto call = std::make_shared<ClientStream<Request, Response>>(core, reactor,
                                                                response);
  StartCall(core, call, std::move(handler));
  return reactor;
}

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_CLIENT_STREAM_H_
