// Streams and uploads: what waits, and what ends them.

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/testing/call_fixture.h"
#include "tests/testing/patience.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::testing::AtBest;
using ::homeward::testing::Eventually;

class CallStreamTest : public testing::CallFixture {};

TEST_F(CallStreamTest, AStreamWaitsForASlowClient) {
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

TEST_F(CallStreamTest, AStreamOfOneMessageEndsWithIt) {
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

TEST_F(CallStreamTest, AStreamThatHasEndedAndIsNotReadIsCutAtItsLimit) {
  Start({}, absl::Milliseconds(500));
  const auto stub = v1::QueryService::NewStub(channel_);
  v1::LocateChildRequest request;
  request.mutable_child()->set_record_id("all");
  size_t tried = 0;
  EXPECT_TRUE(AtBest([&] {
    grpc::ClientContext context;
    SignIn(context);
    const auto reader = stub->LocateChild(&context, request);
    EXPECT_TRUE(Eventually([&] { return node_->records().size() > tried; }));
    ++tried;
    absl::SleepFor(absl::Milliseconds(1000));
    v1::LocateChildResponse response;
    while (reader->Read(&response)) {
    }
    return reader->Finish().error_code() == StatusCode::CANCELLED;
  }));
  EXPECT_EQ(node_->records().size(), tried);
}

TEST_F(CallStreamTest, AClientThatLeavesAStreamFreesIt) {
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
  EXPECT_TRUE(Eventually([&] { return node_->records().size() == 1; }));
}

TEST_F(CallStreamTest, AnUploadIsReadToItsEnd) {
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

}  // namespace
}  // namespace homeward::rpc
