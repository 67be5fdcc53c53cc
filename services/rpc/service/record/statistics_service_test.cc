// Counting as own staff ask for it: over mutual TLS, with a signed assertion.

#include "services/rpc/service/record/statistics_service.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/statistics_service.grpc.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/statistics/test_kit.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;
using ::homeward::statistics::StatisticianKit;

class StatisticsServiceTest : public ::testing::Test {
 protected:
  StatisticsServiceTest() {
    testing::TestNodeOptions options;
    options.services = [this](const Front* front) {
      service_ =
          std::make_unique<StatisticsService>(front, kit_.statistician());
      return std::vector<grpc::Service*>{service_.get()};
    };
    node_ = std::make_unique<TestNode>(&federation_, "north", options);
  }

  // What the certificate `path` is told, with an assertion of its agency.
  grpc::Status Count(const std::string& path, v1::Role role,
                     v1::CountChildrenResponse& response) {
    const auto stub = v1::StatisticsService::NewStub(
        testing::Dial(federation_, node_->endpoint(), federation_.Issue(path)));
    grpc::ClientContext context;
    context.AddMetadata(
        kStaffAssertionKey,
        federation_.Assertion(path.substr(0, path.find('/')),
                              node_->keeper().current()->leaf.thumbprint(),
                              absl::Minutes(10), role));
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(50));
    v1::CountChildrenRequest request;
    request.set_table(v1::STATISTICS_TABLE_REGISTRATIONS);
    request.set_purpose(v1::PURPOSE_STATISTICS);
    return stub->CountChildren(&context, request, &response);
  }

  TestFederation federation_{{"north", "south"}};
  StatisticianKit kit_{absl::Now()};
  std::unique_ptr<StatisticsService> service_;
  std::unique_ptr<TestNode> node_;
};

TEST_F(StatisticsServiceTest, TellsTheOwnAnalystTheSameTwice) {
  v1::CountChildrenResponse first;
  const grpc::Status status =
      Count("north/client/console", v1::ROLE_RESEARCH_ANALYST, first);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(first.table().total().total().children(), 0);
  v1::CountChildrenResponse second;
  EXPECT_TRUE(
      Count("north/client/console", v1::ROLE_OVERSIGHT_AUDITOR, second).ok());
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(kit_.Log().size(), 2);
}

TEST_F(StatisticsServiceTest, DeniesOtherRolesAndEveryOtherAgency) {
  v1::CountChildrenResponse response;
  EXPECT_EQ(
      Count("north/client/console", v1::ROLE_NODE_ADMIN, response).error_code(),
      StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(kit_.Log().size(), 1);
  for (const char* other : {"south/client/console", "south/node/1"}) {
    EXPECT_FALSE(Count(other, v1::ROLE_RESEARCH_ANALYST, response).ok())
        << other;
  }
  EXPECT_FALSE(response.has_table());
  // Turned away before anything of the call is read: no entry.
  EXPECT_EQ(kit_.Log().size(), 1);
}

}  // namespace
}  // namespace homeward::rpc
