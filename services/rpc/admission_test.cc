// Who of the own staff is admitted to a call, and what the others are told.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer/own_channel.h"
#include "services/rpc/testing/call_fixture.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/rpc/tls/tls_pair.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::rpc::testing::StatusCall;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;

class AdmissionTest : public testing::CallFixture {};

TEST_F(AdmissionTest, StaffAreAdmittedByAnAssertionBoundToTheNode) {
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

TEST_F(AdmissionTest, WhoIsSuspendedGetsNoFurtherThanQuestions) {
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

TEST_F(AdmissionTest, TheOwnChannelReachesTheOwnNodeOnly) {
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

TEST_F(AdmissionTest, WithoutAFreshListOfTheirOwnTheyAreToldOfTheWayIn) {
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

TEST_F(AdmissionTest, WithoutAGoodAssertionTheySignIn) {
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

TEST_F(AdmissionTest, WhoHasNotSignedThePresentTermsIsNotAdmitted) {
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

TEST_F(AdmissionTest, AnotherAgencyIsToldNoCodeAndNoReason) {
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

TEST_F(AdmissionTest, AnAssertionOutlivesOneChangeOfTheCertificate) {
  Start();
  for (const StatusCode expected :
       {StatusCode::OK, StatusCode::UNAUTHENTICATED}) {
    node_->folder().Put(federation_.Issue("north/node/1"),
                        federation_.root("north").certificate);
    node_->keeper().Refresh();
    EXPECT_EQ(GetStatusSignedIn().error_code(), expected);
  }
}

}  // namespace
}  // namespace homeward::rpc
