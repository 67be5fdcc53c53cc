// How a call ends, whatever its handler, its client and its node do.

#include <atomic>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "services/rpc/testing/call_fixture.h"
#include "storage/stopping.h"
#include "tests/testing/patience.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::rpc::testing::StatusCall;
using ::homeward::testing::kPatience;
using ::testing::HasSubstr;

class CallTest : public testing::CallFixture {};

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
  // One of these waits for the only thread; the other finds no room.
  std::atomic<int> answered = 0;
  absl::Notification refused;
  const auto call = [&] {
    grpc::ClientContext context;
    SignIn(context);
    const grpc::Status status = GetStatus(context);
    if (status.ok()) {
      ++answered;
      return;
    }
    EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ErrorCode(context, status), "HW-LOAD-001");
    refused.Notify();
  };
  std::thread second(call);
  std::thread third(call);
  EXPECT_TRUE(refused.WaitForNotificationWithTimeout(kPatience));
  release.Notify();
  for (std::thread* each : {&first, &second, &third}) each->join();
  EXPECT_EQ(answered, 1);
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
  absl::Notification started;
  absl::Notification gone;
  std::shared_ptr<StatusCall> kept;
  handler_ = [&](std::shared_ptr<StatusCall> call) {
    kept = call;
    call->OnCancel([&] { gone.Notify(); });
    started.Notify();
  };
  Start();
  grpc::ClientContext context;
  SignIn(context);
  std::thread caller([&] {
    EXPECT_EQ(GetStatus(context).error_code(), StatusCode::CANCELLED);
  });
  started.WaitForNotification();
  context.TryCancel();
  caller.join();
  EXPECT_TRUE(gone.WaitForNotificationWithTimeout(kPatience));
  EXPECT_TRUE(kept->cancelled());
  kept.reset();
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
  node_->server().Stop(kPatience);
  caller.join();
}

}  // namespace
}  // namespace homeward::rpc
