// What a peer's answer comes to, which of its endpoints is asked, and when a
// connection ends.

#include "services/rpc/peer/grpc_peer.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/testing/peer_fixture.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::rpc::testing::Port;
using ::homeward::testing::AtBest;
using ::homeward::testing::Eventually;
using ::homeward::testing::IsOk;
using ::homeward::testing::kPatience;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Answers with bytes that may be no ProbeResponse.
class RawPeer final : public v1::PeerService::WithRawCallbackMethod_Probe<
                          v1::PeerService::CallbackService> {
 public:
  grpc::ServerUnaryReactor* Probe(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override {
    const grpc::Slice slice(bytes);
    *response = grpc::ByteBuffer(&slice, 1);
    context->set_compression_algorithm(packed);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  std::string bytes;
  grpc_compression_algorithm packed = GRPC_COMPRESS_NONE;
};

class GrpcPeerTest : public testing::PeerFixture {};

// What is carried until it is acknowledged: it arrives, and what comes back is
// what the peer said, or why it did not.
TEST_F(GrpcPeerTest, WithdrawalsAndReviewsGoAndTheirReceiptsComeBack) {
  const auto ask = [this](auto method, auto request, auto response) {
    using Response = decltype(response);
    GrpcPeer peer({"south",
                   {south_->endpoint()},
                   north_->keeper().provider(),
                   &north_->verifier(),
                   Observer()});
    absl::StatusOr<Response> reply;
    absl::Notification done;
    (peer.*method)(request, absl::Now() + kPatience,
                   [&](absl::StatusOr<Response> result) {
                     reply = std::move(result);
                     done.Notify();
                   });
    done.WaitForNotification();
    return reply;
  };
  v1::WithdrawRequest withdrawal;
  withdrawal.mutable_withdrawal()->set_payload("w");
  v1::TellReviewRequest review;
  review.mutable_review()->set_payload("r");
  const auto withdraw = [&] {
    return ask(&GrpcPeer::Withdraw, withdrawal, v1::WithdrawResponse());
  };
  const auto tell = [&] {
    return ask(&GrpcPeer::TellReview, review, v1::TellReviewResponse());
  };
  const auto receipt = withdraw();
  ASSERT_OK(receipt);
  EXPECT_EQ(receipt->receipt().payload(), "receipt of w");
  const auto told = tell();
  ASSERT_OK(told);
  EXPECT_EQ(told->receipt().payload(), "receipt of r");
  services_[1]->failure = absl::PermissionDeniedError("why it really is");
  EXPECT_EQ(withdraw().status().code(), absl::StatusCode::kPermissionDenied);
  services_[1]->failure = absl::UnavailableError("the store is down");
  EXPECT_EQ(tell().status().code(), absl::StatusCode::kResourceExhausted);
  federation_.Revoke("south", south_->keeper().current()->leaf);
  EXPECT_EQ(DetailOf(withdraw().status()).code(), "HW-TLS-006");
  EXPECT_EQ(DetailOf(tell().status()).code(), "HW-TLS-006");
  EXPECT_THAT(south_->records(), SizeIs(4));
}

TEST_F(GrpcPeerTest, WithoutARevocationListOnlySynchronizeIsSent) {
  GrpcPeer peer({"south",
                 {south_->endpoint()},
                 north_->keeper().provider(),
                 &north_->verifier()});
  const auto synchronize = [&] {
    absl::Notification done;
    absl::Status status;
    peer.Synchronize(v1::SynchronizeRequest(), absl::Now() + kPatience,
                     [&](absl::StatusOr<v1::SynchronizeResponse> result) {
                       status = result.status();
                       done.Notify();
                     });
    done.WaitForNotification();
    return status;
  };
  const auto ask = [&] {
    absl::Notification done;
    absl::Status status;
    peer.Ask(v1::AskRequest(), absl::Now() + kPatience,
             [&](absl::StatusOr<v1::AskResponse> result) {
               status = result.status();
               done.Notify();
             });
    done.WaitForNotification();
    return status;
  };
  federation_.ForgetRevocations("south");
  EXPECT_OK(synchronize());
  // Though the connection is up.
  EXPECT_EQ(DetailOf(ask()).code(), "HW-TLS-007");
  EXPECT_THAT(south_->records(), SizeIs(1));
  // A list that names it ends that too.
  federation_.Revoke("south", south_->keeper().current()->leaf);
  EXPECT_EQ(DetailOf(synchronize()).code(), "HW-TLS-006");
}

TEST_F(GrpcPeerTest, TheNextEndpointIsTried) {
  EXPECT_OK(Call({Port(false).endpoint(), south_->endpoint()}));
  const Port silent(/*listens=*/true);
  // Half of the time is the silent one's.
  EXPECT_TRUE(AtBest([&] {
    return Call({silent.endpoint(), south_->endpoint()}, absl::Seconds(2)).ok();
  }));
  EXPECT_EQ(DetailOf(Call({})).code(), "HW-NET-005");
}

TEST_F(GrpcPeerTest, EveryEndpointTriedIsObservedWithItsStatus) {
  EXPECT_OK(Call({Port(false).endpoint(), south_->endpoint()}));
  EXPECT_THAT(observed(),
              ElementsAre("homeward.v1.PeerService/Probe UNAVAILABLE",
                          "homeward.v1.PeerService/Probe OK"));
  const Port silent(/*listens=*/true);
  EXPECT_FALSE(Call({silent.endpoint()}, absl::Milliseconds(300)).ok());
  EXPECT_THAT(observed(),
              Contains("homeward.v1.PeerService/Probe DEADLINE_EXCEEDED"));
}

// gRPC 1.51 says OK of a message that can't be parsed and gives what it read
// of it.
TEST_F(GrpcPeerTest, WhatCannotBeReadIsNoReply) {
  v1::ProbeResponse whole;
  whole.add_steps()->set_ok(true);
  const std::string good = whole.SerializeAsString();
  RawPeer raw;
  ServeAs(federation_.Spec("south/node/1"), "south", &raw);
  raw.bytes = good;
  EXPECT_OK(Call({bad_endpoint()}));
  for (const std::string& bytes :
       {std::string("\xff\xff\xff\xff"), good + "\xff", std::string()}) {
    raw.bytes = bytes;
    const absl::Status status = Call({bad_endpoint()});
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << bytes.size();
    EXPECT_EQ(DetailOf(status).code(), "HW-PEER-002");
  }
  bad_server_.reset();
}

// It would be unpacked before anybody looks at its size.
TEST_F(GrpcPeerTest, APackedReplyIsNotUnpacked) {
  v1::ProbeResponse whole;
  whole.add_steps()->set_detail(std::string(1 << 20, 'a'));
  RawPeer raw;
  raw.bytes = whole.SerializeAsString();
  ServeAs(federation_.Spec("south/node/1"), "south", &raw);
  EXPECT_OK(Call({bad_endpoint()}));
  for (const auto packed : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    raw.packed = packed;
    EXPECT_FALSE(Call({bad_endpoint()}).ok());
  }
  bad_server_.reset();
}

TEST_F(GrpcPeerTest, APeerThatCannotWriteItsLogIsReachedAndSaysLater) {
  services_[1]->failure = absl::UnavailableError("/data/log: no space left");
  const absl::Status status = Call({south_->endpoint()});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_EQ(DetailOf(status).code(), "HW-LOAD-001");
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("/data/log")));
}

TEST_F(GrpcPeerTest, WhatElseAPeerSaysIsNoReplyAndTellsTheCodeOnly) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kDataLoss, absl::StatusCode::kInternal,
        absl::StatusCode::kFailedPrecondition, absl::StatusCode::kNotFound,
        absl::StatusCode::kInvalidArgument}) {
    services_[1]->failure = absl::Status(code, "/data/store: a record");
    const absl::Status status = Call({south_->endpoint()});
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    EXPECT_EQ(DetailOf(status).code(), "HW-PEER-001");
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr(absl::StatusCodeToString(code)),
                      Not(HasSubstr("/data/store")), Not(HasSubstr("record"))));
  }
}

TEST_F(GrpcPeerTest, APeerLearnsWhatIsWrongWithTheDocumentsItSent) {
  services_[1]->failure = absl::InvalidArgumentError("over 100 documents");
  GrpcPeer peer({"south",
                 {south_->endpoint()},
                 north_->keeper().provider(),
                 &north_->verifier()});
  absl::Notification done;
  peer.Synchronize(v1::SynchronizeRequest(), absl::Now() + kPatience,
                   [&](absl::StatusOr<v1::SynchronizeResponse> result) {
                     EXPECT_THAT(std::string(result.status().message()),
                                 HasSubstr("over 100 documents"));
                     done.Notify();
                   });
  done.WaitForNotification();
}

TEST_F(GrpcPeerTest, APeerThatGoesEndsItsCallsFirst) {
  const Port silent(/*listens=*/true);
  int ended = 0;
  const absl::Time start = absl::Now();
  {
    GrpcPeer peer({"south",
                   {silent.endpoint()},
                   north_->keeper().provider(),
                   &north_->verifier()});
    for (int i = 0; i < 3; ++i) {
      peer.Probe(v1::ProbeRequest(), start + absl::Hours(1),
                 [&](const absl::StatusOr<v1::ProbeResponse>& result) {
                   EXPECT_FALSE(result.ok());
                   absl::MutexLock lock(&mutex_);
                   ++ended;
                 });
    }
  }
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(ended, 3);
  EXPECT_LT(absl::Now() - start, absl::Minutes(30));
}

TEST_F(GrpcPeerTest, ARevokedPeerIsDroppedAndComesBackWithAGoodCertificate) {
  const std::string endpoint = south_->endpoint();
  GrpcPeer peer(
      {"south", {endpoint}, north_->keeper().provider(), &north_->verifier()});
  const auto call = [&] {
    absl::Notification done;
    absl::Status status;
    peer.Probe(v1::ProbeRequest(), absl::Now() + kPatience,
               [&](absl::StatusOr<v1::ProbeResponse> result) {
                 status = result.status();
                 done.Notify();
               });
    done.WaitForNotification();
    return status;
  };
  ASSERT_OK(call());
  ASSERT_OK(call());
  federation_.Revoke("south", south_->keeper().current()->leaf);
  // On the connection that is up.
  EXPECT_EQ(DetailOf(call()).code(), "HW-TLS-006");
  south_->folder().Put(federation_.Issue("south/node/1"),
                       federation_.root("south").certificate);
  south_->keeper().Refresh();
  EXPECT_TRUE(Eventually([&] { return call().ok(); }));
  EXPECT_OK(call());
}

}  // namespace
}  // namespace homeward::rpc
