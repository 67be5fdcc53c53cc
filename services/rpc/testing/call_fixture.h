#ifndef HOMEWARD_SERVICES_RPC_TESTING_CALL_FIXTURE_H_
#define HOMEWARD_SERVICES_RPC_TESTING_CALL_FIXTURE_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/call.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/rpc/worker_pool.h"

// The three kinds of call, as own staff make them to a node of theirs.
namespace homeward::rpc::testing {

using StatusCall = UnaryCall<v1::GetStatusRequest, v1::GetStatusResponse>;

// What a call does is up to each test.
class Admin final : public v1::AdminService::CallbackService {
 public:
  Admin(const Front* front,
        std::function<void(std::shared_ptr<StatusCall>)>* handler)
      : front_(front), handler_(handler) {}
  grpc::ServerUnaryReactor* GetStatus(
      grpc::CallbackServerContext* context, const v1::GetStatusRequest* request,
      v1::GetStatusResponse* response) override {
    return ServeUnary(front_, context, "homeward.v1.AdminService/GetStatus",
                      request, response, *handler_);
  }

 private:
  const Front* const front_;
  std::function<void(std::shared_ptr<StatusCall>)>* const handler_;
};

// Streams 100 messages of 256 KiB, as fast as they are read; only the last of
// them to who asks for "last", and as many as may wait to who asks for "all".
class Streamer final : public v1::QueryService::CallbackService {
 public:
  explicit Streamer(const Front* front) : front_(front) {}
  grpc::ServerWriteReactor<v1::LocateChildResponse>* LocateChild(
      grpc::CallbackServerContext* context,
      const v1::LocateChildRequest* request) override {
    return ServeStream<v1::LocateChildResponse>(
        front_, context, "homeward.v1.QueryService/LocateChild", request,
        [](auto call) {
          const std::string& what = call->request().child().record_id();
          if (what == "all") return SendAll(*call);
          Send(std::move(call), what == "last" ? kLast : 0);
        });
  }

 private:
  static constexpr int kLast = 99;

  static v1::LocateChildResponse Message(int number) {
    v1::LocateChildResponse response;
    response.set_query_id(
        absl::StrCat(number, ":", std::string(256 << 10, 'x')));
    return response;
  }

  template <typename Call>
  static void SendAll(Call& call) {
    int next = 0;
    while (call.Write(Message(next))) ++next;
    call.FinishWith(Message(next));
  }

  template <typename Call>
  static void Send(std::shared_ptr<Call> call, int next) {
    for (; next < kLast; ++next) {
      if (call->Write(Message(next))) continue;
      if (call->cancelled()) return call->Finish(absl::CancelledError(""));
      Call& waiting = *call;
      waiting.WhenSent([call = std::move(call), next] { Send(call, next); });
      return;
    }
    call->FinishWith(Message(kLast));
  }

  const Front* const front_;
};

// Counts the messages of an upload.
class Uploads final : public v1::RegistrationService::CallbackService {
 public:
  explicit Uploads(const Front* front) : front_(front) {}
  grpc::ServerReadReactor<v1::AddPhotoRequest>* AddPhoto(
      grpc::CallbackServerContext* context,
      v1::AddPhotoResponse* response) override {
    return ServeUpload<v1::AddPhotoRequest>(
        front_, context, "homeward.v1.RegistrationService/AddPhoto", response,
        [](auto call) { Next(std::move(call), 0); });
  }

 private:
  template <typename Call>
  static void Next(std::shared_ptr<Call> call, int count) {
    Call& reading = *call;
    reading.Read([call = std::move(call),
                  count](absl::StatusOr<v1::AddPhotoRequest> message) {
      if (message.ok()) return Next(call, count + 1);
      if (!absl::IsOutOfRange(message.status())) {
        return call->Finish(message.status());
      }
      call->Finish(absl::NotFoundError(absl::StrCat(count, " messages")));
    });
  }

  const Front* const front_;
};

class CallFixture : public ::testing::Test {
 protected:
  void Start(WorkerPool::Limits pool = {},
             absl::Duration max_call_time = absl::Minutes(2)) {
    TestNodeOptions options;
    options.pool = pool;
    options.max_call_time = max_call_time;
    options.check_account = check_account_;
    options.terms_sha256 = terms_;
    options.services = [this](const Front* front) {
      admin_ = std::make_unique<Admin>(front, &handler_);
      streamer_ = std::make_unique<Streamer>(front);
      uploads_ = std::make_unique<Uploads>(front);
      return std::vector<grpc::Service*>{admin_.get(), streamer_.get(),
                                         uploads_.get()};
    };
    node_ = std::make_unique<TestNode>(&federation_, "north", options);
    channel_ = Dial(federation_, node_->endpoint(),
                    federation_.Issue("north/client/console"));
    assertion_ = federation_.Assertion(
        "north", node_->keeper().current()->leaf.thumbprint());
  }
  void SignIn(grpc::ClientContext& context) {
    context.AddMetadata(kStaffAssertionKey, assertion_);
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(50));
  }
  grpc::Status GetStatus(grpc::ClientContext& context) {
    v1::GetStatusResponse response;
    return v1::AdminService::NewStub(channel_)->GetStatus(
        &context, v1::GetStatusRequest(), &response);
  }
  grpc::Status GetStatusSignedIn() {
    grpc::ClientContext context;
    SignIn(context);
    return GetStatus(context);
  }
  // What came with the status of a call that failed.
  static v1::ErrorDetail Detail(const grpc::ClientContext& context,
                                const grpc::Status& status) {
    const auto found = context.GetServerTrailingMetadata().find(kErrorKey);
    if (found == context.GetServerTrailingMetadata().end()) return {};
    return DetailOf(
        FromGrpc(status, {found->second.data(), found->second.size()}));
  }
  // The stable code of it.
  static std::string ErrorCode(const grpc::ClientContext& context,
                               const grpc::Status& status) {
    return Detail(context, status).code();
  }

  TestFederation federation_{{"north", "south"}};
  std::function<void(std::shared_ptr<StatusCall>)> handler_ =
      [](std::shared_ptr<StatusCall> call) {
        call->Finish(v1::GetStatusResponse());
      };
  std::function<absl::Status(const auth::Caller&)> check_account_;
  std::string terms_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<Streamer> streamer_;
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<TestNode> node_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string assertion_;
};

}  // namespace homeward::rpc::testing

#endif  // HOMEWARD_SERVICES_RPC_TESTING_CALL_FIXTURE_H_
