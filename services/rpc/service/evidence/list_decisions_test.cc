// Past decisions as a client sees them: streamed, over mutual TLS.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.grpc.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/service/evidence/evidence_service.h"
#include "services/rpc/service/evidence/log_reader.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "storage/committer.h"
#include "storage/log/audit_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::testing::SizeIs;

constexpr int kDecisions = 3000;

class ListDecisionsTest : public ::testing::Test {
 protected:
  ListDecisionsTest() : kit_("list_decisions") {
    EXPECT_OK(kit_.OpenLog());
    std::vector<storage::AuditEntry> entries;
    for (int i = 0; i < kDecisions; ++i) entries.push_back(Entry(i));
    kit_.Append(entries);
    storage::CommitterOptions committer;
    committer_ = std::make_unique<storage::Committer>(
        kit_.engine(), &kit_.log(), std::move(committer));
    reader_ = std::make_unique<LogReader>(
        &kit_.log(), committer_.get(),
        [] { return std::vector<std::string>(); }, absl::Now);
    testing::TestNodeOptions options;
    options.services = [this](const Front* front) {
      service_ = std::make_unique<EvidenceService>(
          front,
          EvidenceService::Log{&kit_.log(), kit_.engine(), "front-1",
                               kit_.origin(), kit_.key()},
          reader_.get());
      return std::vector<grpc::Service*>{service_.get()};
    };
    node_ = std::make_unique<testing::TestNode>(&federation_, "north", options);
    stub_ = v1::EvidenceService::NewStub(
        testing::Dial(federation_, node_->endpoint(),
                      federation_.Issue("north/client/console")));
  }

  static storage::AuditEntry Entry(int number) {
    v1::AuditEvent event;
    event.set_kind(v1::AUDIT_KIND_DECIDED);
    event.mutable_time()->set_seconds(number);
    v1::AuditDetails details;
    details.set_subject("s-77");
    details.add_record_ids("agencies/north/children/1");
    details.mutable_basis()->mutable_request()->set_mou_id(
        absl::StrCat("m", number));
    details.mutable_basis()->add_facts()->set_records(1);
    return {event.SerializeAsString(), details.SerializeAsString()};
  }
  void Prepare(grpc::ClientContext& context, v1::Role role) {
    context.AddMetadata(
        kStaffAssertionKey,
        federation_.Assertion("north",
                              node_->keeper().current()->leaf.thumbprint(),
                              absl::Minutes(10), role));
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(60));
  }
  // What the stream ends with, and its messages in `all`.
  grpc::Status List(v1::Role role, const v1::ListDecisionsRequest& request,
                    std::vector<v1::ListDecisionsResponse>* all) {
    grpc::ClientContext context;
    Prepare(context, role);
    const auto reader = stub_->ListDecisions(&context, request);
    for (v1::ListDecisionsResponse one; reader->Read(&one);) {
      all->push_back(one);
    }
    return reader->Finish();
  }
  // The newest entry of the log.
  v1::AuditEvent Newest() {
    v1::AuditEvent event;
    const auto records = kit_.log().Read(kit_.log().Current().size - 1, 1);
    EXPECT_OK(records);
    EXPECT_TRUE(event.ParseFromString(records->front().metadata));
    return event;
  }

  testing::TestFederation federation_{{"north"}};
  storage::AuditTestKit kit_;
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<LogReader> reader_;
  std::unique_ptr<EvidenceService> service_;
  std::unique_ptr<testing::TestNode> node_;
  std::unique_ptr<v1::EvidenceService::Stub> stub_;
};

TEST_F(ListDecisionsTest, AnAuditorGetsThemAllInOrderAndTheLogSaysSo) {
  std::vector<v1::ListDecisionsResponse> all;
  const grpc::Status status = List(v1::ROLE_OVERSIGHT_AUDITOR, {}, &all);
  ASSERT_TRUE(status.ok()) << status.error_message();
  int next = 0;
  for (const auto& message : all) {
    EXPECT_EQ(message.log_size(), kDecisions);
    for (const auto& decision : message.decisions()) {
      EXPECT_EQ(decision.request().mou_id(), absl::StrCat("m", next++));
    }
    EXPECT_EQ(message.SerializeAsString().find("s-77"), std::string::npos);
    EXPECT_EQ(message.SerializeAsString().find("children"), std::string::npos);
  }
  EXPECT_EQ(next, kDecisions);
  EXPECT_EQ(all.back().read_entries(), kDecisions);
  const v1::AuditEvent reading = Newest();
  EXPECT_EQ(reading.kind(), v1::AUDIT_KIND_LOG_READ);
  EXPECT_EQ(reading.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(reading.log_range().first_index(), 0);
  EXPECT_EQ(reading.log_range().end_index(), kDecisions);
}

TEST_F(ListDecisionsTest, OnlyThoseOfTheTimeAskedFor) {
  v1::ListDecisionsRequest request;
  request.mutable_start_time()->set_seconds(100);
  request.mutable_end_time()->set_seconds(103);
  std::vector<v1::ListDecisionsResponse> all;
  ASSERT_TRUE(List(v1::ROLE_NODE_ADMIN, request, &all).ok());
  int decisions = 0;
  for (const auto& message : all) decisions += message.decisions_size();
  EXPECT_EQ(decisions, 3);
  request.mutable_end_time()->set_seconds(99);
  EXPECT_EQ(List(v1::ROLE_NODE_ADMIN, request, &all).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ListDecisionsTest, AnybodyElseIsDeniedAndTheLogSaysSo) {
  std::vector<v1::ListDecisionsResponse> all;
  EXPECT_EQ(List(v1::ROLE_POLICE_MISSING, {}, &all).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(all, SizeIs(0));
  EXPECT_EQ(Newest().kind(), v1::AUDIT_KIND_LOG_READ);
  EXPECT_EQ(Newest().outcome(), v1::OUTCOME_DENIED);
}

// Who goes away in the middle keeps nothing busy: the node ends with the test.
TEST_F(ListDecisionsTest, WhoGoesAwayEndsIt) {
  grpc::ClientContext context;
  Prepare(context, v1::ROLE_OVERSIGHT_AUDITOR);
  const auto reader = stub_->ListDecisions(&context, {});
  v1::ListDecisionsResponse first;
  ASSERT_TRUE(reader->Read(&first));
  EXPECT_LT(first.read_entries(), kDecisions);
  context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
}

}  // namespace
}  // namespace homeward::rpc
