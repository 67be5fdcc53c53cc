// The verification of the log as a client sees it: streamed, over mutual TLS.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.grpc.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/service/evidence/evidence_service.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "storage/log/audit_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

class VerifyLogTest : public ::testing::Test {
 protected:
  VerifyLogTest() : kit_("verify_log") {
    EXPECT_OK(kit_.OpenLog());
    for (int i = 0; i < 3; ++i) kit_.Append(200);
    EXPECT_OK(kit_.log().SignHead());
    testing::TestNodeOptions options;
    // Of every other call.
    options.max_call_time = absl::Milliseconds(1);
    options.services = [this](const Front* front) {
      service_ = std::make_unique<EvidenceService>(
          front,
          EvidenceService::Log{&kit_.log(), kit_.engine(), "front-1",
                               kit_.origin(), kit_.key()},
          nullptr);
      return std::vector<grpc::Service*>{service_.get()};
    };
    node_ = std::make_unique<testing::TestNode>(&federation_, "north", options);
    stub_ = v1::EvidenceService::NewStub(
        testing::Dial(federation_, node_->endpoint(),
                      federation_.Issue("north/client/console")));
  }
  // What the stream ends with, and its last message in `last`.
  grpc::Status Verify(v1::Role role, v1::VerifyLogResponse* last) {
    grpc::ClientContext context;
    context.AddMetadata(
        kStaffAssertionKey,
        federation_.Assertion("north",
                              node_->keeper().current()->leaf.thumbprint(),
                              absl::Minutes(10), role));
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(50));
    const auto reader = stub_->VerifyLog(&context, v1::VerifyLogRequest());
    while (reader->Read(last)) {
    }
    return reader->Finish();
  }

  testing::TestFederation federation_{{"north"}};
  storage::AuditTestKit kit_;
  std::unique_ptr<EvidenceService> service_;
  std::unique_ptr<testing::TestNode> node_;
  std::unique_ptr<v1::EvidenceService::Stub> stub_;
};

// A long log takes longer than any other call may.
TEST_F(VerifyLogTest, AnAuditorGetsTheResultAgainAndAgain) {
  for (int i = 0; i < 3; ++i) {
    v1::VerifyLogResponse last;
    const grpc::Status status = Verify(v1::ROLE_OVERSIGHT_AUDITOR, &last);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(last.done());
    EXPECT_TRUE(last.ok()) << last.finding();
    EXPECT_EQ(last.verified_entries(), 600);
  }
}

TEST_F(VerifyLogTest, SaysHowManyDetailsWereErased) {
  v1::VerifyLogResponse last;
  ASSERT_TRUE(Verify(v1::ROLE_OVERSIGHT_AUDITOR, &last).ok());
  EXPECT_EQ(last.erased_details(), 0);
  // A key that nobody has sealed the next ones.
  kit_.AppendUnreadable(2);
  ASSERT_TRUE(Verify(v1::ROLE_OVERSIGHT_AUDITOR, &last).ok());
  EXPECT_TRUE(last.ok()) << last.finding();
  EXPECT_EQ(last.erased_details(), 2);
}

// Nothing else in the store says that an inquiry's entry is to be found.
TEST_F(VerifyLogTest, FindsAnInquiryThatCantBeExplainedAnyMore) {
  v1::AuditEvent event;
  event.set_kind(v1::AUDIT_KIND_ASKED);
  event.set_query_id("q-1");
  kit_.AppendWithTopic("q-1", event.SerializeAsString());
  v1::VerifyLogResponse last;
  ASSERT_TRUE(Verify(v1::ROLE_OVERSIGHT_AUDITOR, &last).ok());
  EXPECT_TRUE(last.ok()) << last.finding();
  kit_.Drop(kit_.keys().Topic("q-1", 600));
  ASSERT_TRUE(Verify(v1::ROLE_OVERSIGHT_AUDITOR, &last).ok());
  EXPECT_FALSE(last.ok());
  EXPECT_EQ(last.verified_entries(), 600);
}

TEST_F(VerifyLogTest, AnybodyElseIsDenied) {
  v1::VerifyLogResponse last;
  EXPECT_EQ(Verify(v1::ROLE_POLICE_MISSING, &last).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_FALSE(last.done());
}

}  // namespace
}  // namespace homeward::rpc
