// The three kinds of call, as own staff make them.

#include "services/rpc/call.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer/own_channel.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/rpc/tls/tls_pair.h"
#include "storage/stopping.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;
using ::testing::HasSubstr;
using ::testing::Not;

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

class CallTest : public ::testing::Test {
 protected:
  void Start(WorkerPool::Limits pool = {},
             absl::Duration max_call_time = absl::Minutes(2)) {
    testing::TestNodeOptions options;
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
    channel_ = testing::Dial(federation_, node_->endpoint(),
                             federation_.Issue("north/client/console"));
    assertion_ = federation_.Assertion(
        "north", node_->keeper().current()->leaf.thumbprint());
  }
  void SignIn(grpc::ClientContext& context) {
    context.AddMetadata(kStaffAssertionKey, assertion_);
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(10));
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

TEST_F(CallTest, StaffAreAdmittedByAnAssertionBoundToTheNode) {
  std::string subject;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    subject = call->caller().staff()->subject();
    call->SetQueryId("q-1");
    call->Finish(v1::GetStatusResponse());
  };
  Start();
  grpc::ClientContext context;
  SignIn(context);
  ASSERT_TRUE(GetStatus(context).ok());
  EXPECT_EQ(subject, "staff-1");
  EXPECT_EQ(context.GetServerTrailingMetadata().find(kQueryIdKey)->second,
            "q-1");
}

TEST_F(CallTest, WhoIsSuspendedGetsNoFurtherThanQuestions) {
  std::string checked;
  check_account_ = [&](const auth::Caller& caller) {
    checked = caller.staff()->subject();
    return FaultError(Fault::kSuspended, "", "this account is suspended");
  };
  bool handled = false;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    handled = true;
    call->Finish(v1::GetStatusResponse());
  };
  Start();
  grpc::ClientContext context;
  SignIn(context);
  const grpc::Status refused = GetStatus(context);
  EXPECT_EQ(refused.error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ErrorCode(context, refused), "HW-GLASS-001");
  EXPECT_EQ(checked, "staff-1");
  EXPECT_FALSE(handled);
  // An upload is a call as any other.
  grpc::ClientContext upload;
  SignIn(upload);
  v1::AddPhotoResponse response;
  const auto writer =
      v1::RegistrationService::NewStub(channel_)->AddPhoto(&upload, &response);
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_code(), StatusCode::PERMISSION_DENIED);
  // Who answers questions refuses them, with an entry of its own.
  checked.clear();
  grpc::ClientContext question;
  SignIn(question);
  v1::LocateChildRequest request;
  request.mutable_child()->set_record_id("last");
  const auto reader =
      v1::QueryService::NewStub(channel_)->LocateChild(&question, request);
  v1::LocateChildResponse message;
  while (reader->Read(&message)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(checked, "");
}

TEST_F(CallTest, TheOwnChannelReachesTheOwnNodeOnly) {
  Start();
  testing::PairFolder folder;
  folder.Put(federation_.Issue("north/client/console"),
             federation_.root("north").certificate);
  const auto pair = CheckTlsPair(*ReadTlsPairFiles(folder.path()), absl::Now());
  ASSERT_TRUE(pair.ok()) << pair.status();
  channel_ = OwnNodeChannel(node_->endpoint(), *pair, TestFederation::clock());
  EXPECT_TRUE(GetStatusSignedIn().ok());
  testing::TestNodeOptions none;
  none.services = [](const Front*) { return std::vector<grpc::Service*>(); };
  none.health_address = "127.0.0.1:0";
  TestNode south(&federation_, "south", none);
  channel_ = OwnNodeChannel(south.endpoint(), *pair, TestFederation::clock());
  EXPECT_EQ(GetStatusSignedIn().error_code(), StatusCode::UNAVAILABLE);
  EXPECT_GT(south.server().health_port(), 0);
}

TEST_F(CallTest, WithoutAFreshListOfTheirOwnTheyAreToldOfTheWayIn) {
  Start();
  federation_.ForgetRevocations("north");
  grpc::ClientContext context;
  SignIn(context);
  const grpc::Status status = GetStatus(context);
  EXPECT_EQ(ErrorCode(context, status), "HW-TLS-007");
  const auto detail = context.GetServerTrailingMetadata().find(kErrorKey);
  ASSERT_NE(detail, context.GetServerTrailingMetadata().end());
  EXPECT_THAT(std::string(detail->second.data(), detail->second.size()),
              ::testing::HasSubstr("homeward certificate revoke --offline"));
}

TEST_F(CallTest, WithoutAGoodAssertionTheySignIn) {
  Start();
  const std::string own = node_->keeper().current()->leaf.thumbprint();
  for (const std::string& bad :
       {std::string(), std::string("junk"),
        federation_.Assertion("north", std::string(32, 'x')),
        federation_.Assertion("south", own),
        federation_.Assertion("north", own, absl::Minutes(-1))}) {
    assertion_ = bad;
    grpc::ClientContext context;
    SignIn(context);
    const grpc::Status status = GetStatus(context);
    EXPECT_EQ(status.error_code(), StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(ErrorCode(context, status), "HW-STAFF-001");
  }
}

TEST_F(CallTest, WhoHasNotSignedThePresentTermsIsNotAdmitted) {
  terms_ = std::string(32, 't');
  Start();
  const std::string own = node_->keeper().current()->leaf.thumbprint();
  const auto signed_terms = [&](const std::string& terms) {
    return federation_.Assertion("north", own, absl::Minutes(10),
                                 v1::ROLE_NODE_ADMIN, terms);
  };
  for (const std::string& other : {std::string(), std::string(32, 'o')}) {
    assertion_ = signed_terms(other);
    grpc::ClientContext context;
    SignIn(context);
    const grpc::Status status = GetStatus(context);
    EXPECT_EQ(status.error_code(), StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(ErrorCode(context, status), "HW-STAFF-004");
  }
  assertion_ = signed_terms(terms_);
  EXPECT_EQ(GetStatusSignedIn().error_code(), StatusCode::OK);
}

TEST_F(CallTest, AnotherAgencyIsToldNoCodeAndNoReason) {
  Start();
  channel_ = testing::Dial(federation_, node_->endpoint(),
                           federation_.Issue("south/node/1"));
  grpc::ClientContext context;
  SignIn(context);
  const grpc::Status status = GetStatus(context);
  EXPECT_EQ(status.error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(status.error_message(), "denied");
  EXPECT_EQ(context.GetServerTrailingMetadata().count(kErrorKey), 0u);
}

TEST_F(CallTest, AnAssertionOutlivesOneChangeOfTheCertificate) {
  Start();
  for (const StatusCode expected :
       {StatusCode::OK, StatusCode::UNAUTHENTICATED}) {
    node_->folder().Put(federation_.Issue("north/node/1"),
                        federation_.root("north").certificate);
    node_->keeper().Refresh();
    EXPECT_EQ(GetStatusSignedIn().error_code(), expected);
  }
}

TEST_F(CallTest, ADroppedCallEnds) {
  handler_ = [](std::shared_ptr<StatusCall> call) {};
  Start();
  EXPECT_EQ(GetStatusSignedIn().error_code(), StatusCode::INTERNAL);
}

TEST_F(CallTest, OnlyTheFirstEndCounts) {
  handler_ = [](std::shared_ptr<StatusCall> call) {
    call->Finish(absl::NotFoundError("first"));
    call->Finish(v1::GetStatusResponse());
  };
  Start();
  EXPECT_EQ(GetStatusSignedIn().error_message(), "first");
}

TEST_F(CallTest, OverloadIsRefusedWithAReason) {
  absl::Notification release;
  absl::Notification started;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    if (!started.HasBeenNotified()) started.Notify();
    release.WaitForNotification();
    call->Finish(v1::GetStatusResponse());
  };
  Start({1, 1, 1});
  std::thread first([&] { EXPECT_TRUE(GetStatusSignedIn().ok()); });
  started.WaitForNotification();
  std::thread second([&] { EXPECT_TRUE(GetStatusSignedIn().ok()); });
  absl::SleepFor(absl::Milliseconds(300));
  grpc::ClientContext context;
  SignIn(context);
  const grpc::Status status = GetStatus(context);
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ErrorCode(context, status), "HW-LOAD-001");
  release.Notify();
  first.join();
  second.join();
}

TEST_F(CallTest, ANodeThatStopsSaysSoAndAStoreThatFailsSaysThat) {
  absl::Status failure;
  handler_ = [&](std::shared_ptr<StatusCall> call) { call->Finish(failure); };
  Start();
  const auto detail = [&] {
    grpc::ClientContext context;
    SignIn(context);
    const grpc::Status status = GetStatus(context);
    EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
    EXPECT_EQ(status.error_message(), failure.message());
    return Detail(context, status);
  };
  failure = storage::StoppingError();
  EXPECT_EQ(detail().code(), "HW-NODE-002");
  EXPECT_THAT(detail().next_command(), HasSubstr("homeward health"));
  failure = absl::UnavailableError("OpenSSL has no random bytes");
  EXPECT_EQ(detail().code(), "HW-STORE-001");
  EXPECT_THAT(detail().next_command(), HasSubstr("homeward status"));
}

TEST_F(CallTest, ACancelledCallIsToldToItsHandler) {
  absl::Notification gone;
  std::shared_ptr<StatusCall> kept;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    kept = call;
    call->OnCancel([&] { gone.Notify(); });
  };
  Start();
  grpc::ClientContext context;
  SignIn(context);
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(300));
  EXPECT_EQ(GetStatus(context).error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(gone.WaitForNotificationWithTimeout(absl::Seconds(5)));
  EXPECT_TRUE(kept->cancelled());
  kept.reset();
}

TEST_F(CallTest, AStreamWaitsForASlowClient) {
  Start();
  grpc::ClientContext context;
  SignIn(context);
  const auto stub = v1::QueryService::NewStub(channel_);
  const auto reader = stub->LocateChild(&context, v1::LocateChildRequest());
  v1::LocateChildResponse response;
  int count = 0;
  while (reader->Read(&response)) {
    EXPECT_EQ(response.query_id().substr(0, response.query_id().find(':')),
              std::to_string(count));
    ++count;
    if (count % 25 == 0) absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_EQ(count, 100);
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(CallTest, AStreamOfOneMessageEndsWithIt) {
  Start();
  grpc::ClientContext context;
  SignIn(context);
  const auto stub = v1::QueryService::NewStub(channel_);
  v1::LocateChildRequest request;
  request.mutable_child()->set_record_id("last");
  const auto reader = stub->LocateChild(&context, request);
  v1::LocateChildResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.query_id().substr(0, 3), "99:");
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(CallTest, AStreamThatHasEndedAndIsNotReadIsCutAtItsLimit) {
  Start({}, absl::Milliseconds(500));
  grpc::ClientContext context;
  SignIn(context);
  const auto stub = v1::QueryService::NewStub(channel_);
  v1::LocateChildRequest request;
  request.mutable_child()->set_record_id("all");
  const auto reader = stub->LocateChild(&context, request);
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_EQ(node_->records().size(), 1);
  v1::LocateChildResponse response;
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), StatusCode::CANCELLED);
}

TEST_F(CallTest, AClientThatLeavesAStreamFreesIt) {
  Start();
  {
    grpc::ClientContext context;
    SignIn(context);
    const auto stub = v1::QueryService::NewStub(channel_);
    const auto reader = stub->LocateChild(&context, v1::LocateChildRequest());
    v1::LocateChildResponse response;
    ASSERT_TRUE(reader->Read(&response));
    context.TryCancel();
    EXPECT_FALSE(reader->Finish().ok());
  }
  const absl::Time limit = absl::Now() + absl::Seconds(5);
  while (node_->records().empty() && absl::Now() < limit) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_EQ(node_->records().size(), 1);
}

TEST_F(CallTest, AnUploadIsReadToItsEnd) {
  Start();
  grpc::ClientContext context;
  SignIn(context);
  v1::AddPhotoResponse response;
  const auto stub = v1::RegistrationService::NewStub(channel_);
  const auto writer = stub->AddPhoto(&context, &response);
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(writer->Write(v1::AddPhotoRequest()));
  }
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_message(), "40 messages");
}

TEST_F(CallTest, AfterStopNothingIsServed) {
  Start();
  EXPECT_TRUE(GetStatusSignedIn().ok());
  node_->server().Stop(absl::Seconds(1));
  EXPECT_EQ(GetStatusSignedIn().error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(CallTest, StopLetsARunningCallFinish) {
  absl::Notification started;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    started.Notify();
    absl::SleepFor(absl::Milliseconds(500));
    call->Finish(v1::GetStatusResponse());
  };
  Start();
  std::thread caller([&] { EXPECT_TRUE(GetStatusSignedIn().ok()); });
  started.WaitForNotification();
  node_->server().Stop(absl::Seconds(5));
  caller.join();
}

}  // namespace
}  // namespace homeward::rpc
