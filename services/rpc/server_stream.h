#ifndef HOMEWARD_SERVICES_RPC_SERVER_STREAM_H_
#define HOMEWARD_SERVICES_RPC_SERVER_STREAM_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/front.h"
#include "services/rpc/start_call.h"

namespace homeward::rpc {

// The most bytes that wait for a client that reads slowly.
inline constexpr size_t kMaxUnsentBytes = size_t{8} << 20;

// gRPC's side of a streamed answer: it sends one message at a time and keeps
// the rest.
template <typename Response>
class WriteReactor final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit WriteReactor(std::shared_ptr<CallCore> core)
      : core_(std::move(core)), alarm_(core_) {}

  // False when the message was not taken: too much waits, or the call broke.
  bool Write(Response response) {
    absl::MutexLock lock(&mutex_);
    const size_t bytes = response.ByteSizeLong();
    if (broken_ || end_.has_value() ||
        (unsent_bytes_ > 0 && unsent_bytes_ + bytes > kMaxUnsentBytes)) {
      return false;
    }
    unsent_bytes_ += bytes;
    unsent_.push_back(std::move(response));
    if (unsent_.size() == 1) this->StartWrite(&unsent_.front());
    return true;
  }

  // Runs `react` on the pool when nothing waits to be sent, or the call broke.
  void WhenSent(std::function<void()> react) {
    {
      absl::MutexLock lock(&mutex_);
      if (!unsent_.empty()) {
        when_sent_ = std::move(react);
        return;
      }
    }
    Run(std::move(react));
  }

  // Sends `last` after what waits to be sent and ends the call with it, in one
  // operation. It is taken however much waits.
  void EndWith(Response last, grpc::Status status) {
    {
      absl::MutexLock lock(&mutex_);
      // Its bytes count for nothing: Write() takes no more.
      if (!broken_) unsent_.push_back(std::move(last));
      end_ = std::move(status);
      if (unsent_.size() > 1) return;
    }
    // Not under the lock, as in End(). Nothing changes `unsent_` any more.
    SendEnd();
  }

  // Ends the call after what waits to be sent.
  void End(grpc::Status status) {
    {
      absl::MutexLock lock(&mutex_);
      if (!unsent_.empty()) {
        end_ = std::move(status);
        return;
      }
    }
    // Not under the lock: this object may be gone when Finish() returns.
    this->Finish(std::move(status));
  }

 private:
  void OnWriteDone(bool ok) override {
    std::function<void()> react;
    {
      absl::MutexLock lock(&mutex_);
      unsent_bytes_ -= unsent_.front().ByteSizeLong();
      unsent_.pop_front();
      if (!ok) {
        broken_ = true;
        unsent_.clear();
        unsent_bytes_ = 0;
      }
      if (unsent_.size() > 1 || (!unsent_.empty() && !end_.has_value())) {
        this->StartWrite(&unsent_.front());
        return;
      }
      react = std::move(when_sent_);
      when_sent_ = nullptr;
      if (end_.has_value()) SendEnd();
    }
    if (react) Run(std::move(react));
  }
  void OnCancel() override { core_->Cancelled(); }
  void OnDone() override {
    core_->Gone();
    delete this;
  }

  // The end, with the message before it if one is left. OnWriteDone() is not
  // called for that one.
  void SendEnd() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    if (unsent_.empty()) return this->Finish(*end_);
    this->StartWriteAndFinish(&unsent_.front(), grpc::WriteOptions(), *end_);
  }

  // When the pool is full `react` is destroyed unrun, and with it the last
  // pointer to the call, which ends.
  void Run(std::function<void()> react) {
    const bool taken = core_->Submit(std::move(react));
    if (!taken) core_->Abort();
  }

  const std::shared_ptr<CallCore> core_;
  DeadlineAlarm alarm_;
  absl::Mutex mutex_;
  // The first is being sent.
  std::deque<Response> unsent_ ABSL_GUARDED_BY(mutex_);
  size_t unsent_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> when_sent_ ABSL_GUARDED_BY(mutex_);
};

// One call with one request and a stream of responses. Thread-safe.
template <typename Request, typename Response>
class ServerStream {
 public:
  // The pointers are gRPC's: good until the call has ended.
  ServerStream(std::shared_ptr<CallCore> core, WriteReactor<Response>* reactor,
               const Request* request)
      : core_(std::move(core)), reactor_(reactor), request_(request) {}

  ~ServerStream() { Finish(absl::InternalError("the call was dropped")); }

  ServerStream(const ServerStream&) = delete;
  ServerStream& operator=(const ServerStream&) = delete;

  const auth::Caller& caller() const { return core_->caller(); }
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

  // Sends `response` after those before it; never blocks. False when it was
  // not taken: the client reads too slowly (kMaxUnsentBytes wait) or is gone.
  // Use WhenSent() to send much. Must not be called after Finish().
  bool Write(Response response) { return reactor_->Write(std::move(response)); }

  // Calls `react` once, on the pool, when all that was written is sent or the
  // client is gone (see cancelled()). One at a time.
  void WhenSent(std::function<void()> react) {
    reactor_->WhenSent(std::move(react));
  }

  // Sends `last` after what was written and ends the call well: one operation
  // less than Write() and Finish(). Only the first end counts.
  void FinishWith(Response last) {
    if (core_->BeginEnd(absl::OkStatus())) {
      reactor_->EndWith(std::move(last), grpc::Status::OK);
    }
  }

  // Ends the call after what was written. Only the first end counts.
  void Finish(const absl::Status& status) {
    if (core_->BeginEnd(status)) reactor_->End(core_->Outward(status));
  }

 private:
  const std::shared_ptr<CallCore> core_;
  WriteReactor<Response>* const reactor_;
  const Request* const request_;
};

// Serves one call of `method` (a literal) with `handler`, a function of
// std::shared_ptr<ServerStream<Request, Response>>. See call.h.
template <typename Response, typename Request, typename Handler>
grpc::ServerWriteReactor<Response>* ServeStream(
    const Front* front, grpc::CallbackServerContext* context,
    const char* method, const Request* request, Handler handler) {
  auto core = std::make_shared<CallCore>(front, context, method);
  auto* reactor = new WriteReactor<Response>(core);
  auto call =
      std::make_shared<ServerStream<Request, Response>>(core, reactor, request);
  StartCall(core, call, std::move(handler));
  return reactor;
}

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVER_STREAM_H_
