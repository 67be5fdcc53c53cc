// Each trap of TLS and gRPC 1.51 that the design lists, on a real server.

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "tests/testing/patience.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::rpc::testing::Dial;
using ::homeward::rpc::testing::TestCertificate;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;
using ::homeward::testing::Eventually;
using ::homeward::testing::kPatience;
using ::testing::HasSubstr;

// Answers with the name of its caller.
class EchoPeer final : public v1::PeerService::CallbackService {
 public:
  explicit EchoPeer(const Front* front) : front_(front) {}

  grpc::ServerUnaryReactor* Probe(grpc::CallbackServerContext* context,
                                  const v1::ProbeRequest* request,
                                  v1::ProbeResponse* response) override {
    return ServeUnary(
        front_, context, "homeward.v1.PeerService/Probe", request, response,
        [](auto call) {
          v1::ProbeResponse answer;
          answer.add_steps()->set_name(call->caller().agency_id());
          call->Finish(answer);
        });
  }
  grpc::ServerUnaryReactor* Synchronize(
      grpc::CallbackServerContext* context,
      const v1::SynchronizeRequest* request,
      v1::SynchronizeResponse* response) override {
    return ServeUnary(
        front_, context, "homeward.v1.PeerService/Synchronize", request,
        response, [](auto call) { call->Finish(v1::SynchronizeResponse()); });
  }

 private:
  const Front* const front_;
};

class TrapTest : public ::testing::Test {
 protected:
  TrapTest() {
    testing::TestNodeOptions options;
    options.services = [this](const Front* front) {
      service_ = std::make_unique<EchoPeer>(front);
      return std::vector<grpc::Service*>{service_.get()};
    };
    node_ = std::make_unique<TestNode>(&federation_, "north", options);
  }

  std::shared_ptr<grpc::Channel> Connect(const TestCertificate& leaf) {
    return Dial(federation_, node_->endpoint(), leaf);
  }
  // One call on `channel`: its status.
  grpc::Status Call(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMilliseconds(kPatience));
    v1::ProbeResponse response;
    return v1::PeerService::NewStub(channel)->Probe(
        &context, v1::ProbeRequest(), &response);
  }
  grpc::Status Synchronize(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMilliseconds(kPatience));
    v1::SynchronizeResponse response;
    return v1::PeerService::NewStub(channel)->Synchronize(
        &context, v1::SynchronizeRequest(), &response);
  }
  StatusCode CodeFor(const TestCertificate& leaf) {
    return Call(Connect(leaf)).error_code();
  }

  TestFederation federation_{{"north", "south", "east"}};
  std::unique_ptr<EchoPeer> service_;
  std::unique_ptr<TestNode> node_;
};

TEST_F(TrapTest, AMemberIsServed) {
  EXPECT_EQ(CodeFor(federation_.Issue("south/node/1")), StatusCode::OK);
}

TEST_F(TrapTest, NameOfOneAgencyUnderTheRootOfAnotherIsRefused) {
  const TestCertificate forged =
      federation_.Issue(federation_.Spec("south/node/1"), "east");
  EXPECT_EQ(CodeFor(forged), StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, TwoUriNamesAreRefused) {
  const TestCertificate two = federation_.Issue(
      federation_.SpecOfUris({"spiffe://fed.example/agency/south/node/1",
                              "spiffe://fed.example/agency/east/node/1"}),
      "south");
  EXPECT_EQ(CodeFor(two), StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, NoClientCertificateIsRefused) {
  EXPECT_EQ(
      Call(testing::DialWithoutCertificate(node_->endpoint())).error_code(),
      StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, ACertificateForServersOnlyIsRefused) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.extensions =
      auth::testing::With(spec.extensions, "extendedKeyUsage", "serverAuth");
  EXPECT_EQ(CodeFor(federation_.Issue(spec, "south")), StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, AnExpiredOneAndOneOfAStrangerAreRefused) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.not_after = absl::Now() - absl::Minutes(1);
  EXPECT_EQ(CodeFor(federation_.Issue(spec, "south")), StatusCode::UNAVAILABLE);
  TestFederation strangers({"south"});
  EXPECT_EQ(CodeFor(strangers.Issue("south/node/1")), StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, TheKindOfCallerDecidesTheService) {
  EXPECT_EQ(CodeFor(federation_.Issue("north/node/2")),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(CodeFor(federation_.Issue("south/client/console")),
            StatusCode::PERMISSION_DENIED);
}

TEST_F(TrapTest, RevocationActsOnALiveConnectionAndOnNewOnes) {
  const TestCertificate leaf = federation_.Issue("south/node/1");
  const auto channel = Connect(leaf);
  ASSERT_TRUE(Call(channel).ok());
  federation_.Revoke("south", leaf.certificate);
  const grpc::Status status = Call(channel);
  EXPECT_EQ(status.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(status.error_message(), "not accepted");
  EXPECT_EQ(CodeFor(leaf), StatusCode::UNAVAILABLE);
  EXPECT_EQ(CodeFor(federation_.Issue("south/node/1")), StatusCode::OK);
}

TEST_F(TrapTest, AMissingOrOldRevocationListDenies) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  ASSERT_TRUE(Call(channel).ok());
  federation_.ForgetRevocations("south");
  EXPECT_EQ(Call(channel).error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CodeFor(federation_.Issue("south/node/1")),
            StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CodeFor(federation_.Issue("east/node/1")), StatusCode::OK);
}

TEST_F(TrapTest, AMissingOrOldRevocationListLeavesSynchronizeOnly) {
  federation_.ForgetRevocations("south");
  const auto channel = Connect(federation_.Issue("south/node/1"));
  EXPECT_TRUE(Synchronize(channel).ok());
  EXPECT_EQ(Call(channel).error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Synchronize(Connect(federation_.Issue("south/client/console")))
                .error_code(),
            StatusCode::PERMISSION_DENIED);
}

TEST_F(TrapTest, WhatAnOldListRevokesMayNotEvenSynchronize) {
  const TestCertificate leaf = federation_.Issue("south/node/1");
  const auto channel = Connect(leaf);
  ASSERT_TRUE(Synchronize(channel).ok());
  federation_.Revoke("south", leaf.certificate);
  federation_.ForgetRevocations("south");
  EXPECT_EQ(Synchronize(channel).error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Synchronize(Connect(leaf)).error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(TrapTest, AMemberThatLeavesIsOutAtOnce) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  ASSERT_TRUE(Call(channel).ok());
  federation_.Expel("south");
  EXPECT_EQ(Call(channel).error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(TrapTest, RotationUnderLoadFailsNoCall) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  for (int i = 0; i < 3; ++i) {
    node_->folder().Put(federation_.Issue("north/node/1"),
                        federation_.root("north").certificate);
    const absl::Time end = absl::Now() + absl::Milliseconds(1500);
    while (absl::Now() < end) {
      ASSERT_TRUE(Call(channel).ok());
      // A handshake each, some of them during the swap.
      ASSERT_EQ(CodeFor(federation_.Issue("south/node/1")), StatusCode::OK);
    }
  }
  EXPECT_TRUE(node_->refused().empty());
}

TEST_F(TrapTest, ABadPairLeavesTheOldOneServing) {
  const TestCertificate other = federation_.Issue("north/node/1");
  node_->folder().PutTexts(testing::KeyPem(other),
                           node_->keeper().current()->leaf.ToPem(),
                           federation_.root("north").certificate.ToPem());
  ASSERT_TRUE(Eventually([&] { return !node_->refused().empty(); }));
  // It is looked at each second, and told once.
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_EQ(node_->refused().size(), 1);
  EXPECT_EQ(CodeFor(federation_.Issue("south/node/1")), StatusCode::OK);
}

TEST_F(TrapTest, AnOversizedMessageIsRefusedAndTheConnectionGoesOn) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  v1::SynchronizeRequest request;
  request.mutable_documents()->mutable_directory()->set_payload(
      std::string(5 << 20, 'x'));
  grpc::ClientContext context;
  v1::SynchronizeResponse response;
  EXPECT_EQ(v1::PeerService::NewStub(channel)
                ->Synchronize(&context, request, &response)
                .error_code(),
            StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(Call(channel).ok());
}

TEST_F(TrapTest, OversizedMetadataIsRefusedAndTheNodeGoesOn) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  grpc::ClientContext context;
  context.AddMetadata("x-large", std::string(64 << 10, 'x'));
  v1::ProbeResponse response;
  EXPECT_EQ(v1::PeerService::NewStub(channel)
                ->Probe(&context, v1::ProbeRequest(), &response)
                .error_code(),
            StatusCode::RESOURCE_EXHAUSTED);
  // gRPC may close the connection over it; a new one is made.
  EXPECT_TRUE(Call(Connect(federation_.Issue("south/node/1"))).ok());
}

TEST_F(TrapTest, MalformedProtobufIsAnErrorOfTheCallOnly) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  const grpc::Slice junk("\xFF\xFF\xFF\xFF\xFF");
  const grpc::ByteBuffer request(&junk, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, "/homeward.v1.PeerService/Synchronize", {}, &request,
                 &response, [&](grpc::Status result) {
                   status = result;
                   done.Notify();
                 });
  done.WaitForNotification();
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(Call(channel).ok());
}

TEST_F(TrapTest, AThousandConnectionsAndOneMore) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  const TestCertificate leaf = federation_.Issue("south/node/1");
  for (int i = 0; i < 1000; ++i) {
    channels.push_back(Connect(leaf));
    ASSERT_TRUE(Call(channels.back()).ok()) << i;
  }
  EXPECT_TRUE(Call(channels.front()).ok());
  EXPECT_TRUE(Call(Connect(leaf)).ok());
}

TEST_F(TrapTest, CallsAreObserved) {
  const auto channel = Connect(federation_.Issue("south/node/1"));
  const absl::Time start = absl::Now();
  ASSERT_TRUE(Call(channel).ok());
  const absl::Duration taken = absl::Now() - start;
  ASSERT_EQ(node_->records().size(), 1);
  const CallRecord record = node_->records()[0];
  EXPECT_STREQ(record.method, "homeward.v1.PeerService/Probe");
  EXPECT_EQ(record.code, absl::StatusCode::kOk);
  EXPECT_GT(record.latency, absl::ZeroDuration());
  EXPECT_LE(record.latency, taken);
}

}  // namespace
}  // namespace homeward::rpc
