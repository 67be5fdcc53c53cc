// The fault matrix: whatever is wrong on the path, both the peer client and
// the path check name it within 2 s.

#include "services/rpc/peer/grpc_peer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/peer/probe.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;
using ::homeward::testing::IsOk;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Works, unless it is told to fail.
class OkPeer final : public v1::PeerService::CallbackService {
 public:
  explicit OkPeer(const Front *front) : front_(front) {}
  grpc::ServerUnaryReactor *Probe(grpc::CallbackServerContext *context,
                                  const v1::ProbeRequest *request,
                                  v1::ProbeResponse *response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/Probe", request,
                      response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::ProbeResponse reply;
                        reply.add_steps()->set_ok(true);
                        call->Finish(reply);
                      });
  }
  grpc::ServerUnaryReactor *Synchronize(
      grpc::CallbackServerContext *context,
      const v1::SynchronizeRequest *request,
      v1::SynchronizeResponse *response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/Synchronize",
                      request, response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::SynchronizeResponse reply;
                        reply.mutable_versions();
                        reply.mutable_now();
                        call->Finish(reply);
                      });
  }

  grpc::ServerUnaryReactor *Withdraw(grpc::CallbackServerContext *context,
                                     const v1::WithdrawRequest *request,
                                     v1::WithdrawResponse *response) override {
    return ServeUnary(
        front_, context, "homeward.v1.PeerService/Withdraw", request, response,
        [this](auto call) {
          if (!failure.ok()) return call->Finish(failure);
          v1::WithdrawResponse reply;
          reply.mutable_receipt()->set_payload(
              "receipt of " + call->request().withdrawal().payload());
          call->Finish(reply);
        });
  }
  grpc::ServerUnaryReactor *TellReview(
      grpc::CallbackServerContext *context,
      const v1::TellReviewRequest *request,
      v1::TellReviewResponse *response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/TellReview",
                      request, response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::TellReviewResponse reply;
                        reply.mutable_receipt()->set_payload(
                            "receipt of " + call->request().review().payload());
                        call->Finish(reply);
                      });
  }

  absl::Status failure;

 private:
  const Front *const front_;
};

// Answers with bytes that may be no ProbeResponse.
class RawPeer final : public v1::PeerService::WithRawCallbackMethod_Probe<
                          v1::PeerService::CallbackService> {
 public:
  grpc::ServerUnaryReactor *Probe(grpc::CallbackServerContext *context,
                                  const grpc::ByteBuffer *request,
                                  grpc::ByteBuffer *response) override {
    const grpc::Slice slice(bytes);
    *response = grpc::ByteBuffer(&slice, 1);
    context->set_compression_algorithm(packed);
    grpc::ServerUnaryReactor *reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  std::string bytes;
  grpc_compression_algorithm packed = GRPC_COMPRESS_NONE;
};

// A TCP port of loopback on which nothing ever happens.
class Port {
 public:
  explicit Port(bool listens) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(socket_, reinterpret_cast<sockaddr *>(&address), size);
    getsockname(socket_, reinterpret_cast<sockaddr *>(&address), &size);
    port_ = ntohs(address.sin_port);
    if (listens) listen(socket_, 8);
  }
  ~Port() { close(socket_); }
  std::string endpoint() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  const int socket_;
  int port_ = 0;
};

class GrpcPeerTest : public ::testing::Test {
 protected:
  GrpcPeerTest() : north_(MakeNode("north")), south_(MakeNode("south")) {}

  std::unique_ptr<TestNode> MakeNode(const std::string &agency) {
    testing::TestNodeOptions options;
    options.services = [this](const Front *front) {
      services_.push_back(std::make_unique<OkPeer>(front));
      return std::vector<grpc::Service *>{services_.back().get()};
    };
    return std::make_unique<TestNode>(&federation_, agency, options);
  }

  // Replaces the certificate of south, not asking whether it is good.
  void ServeAs(const testing::CertificateSpec &spec, const std::string &issuer,
               grpc::Service *service = nullptr) {
    const testing::TestCertificate leaf = federation_.Issue(spec, issuer);
    bad_provider_ =
        std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
            federation_.root("north").certificate.ToPem(),
            std::vector<grpc::experimental::IdentityKeyCertPair>{
                {testing::KeyPem(leaf), leaf.certificate.ToPem()}});
    grpc::ServerBuilder builder;
    builder.AddListeningPort(
        "127.0.0.1:0",
        ServerTls(bad_provider_, [](auto, auto) { return absl::OkStatus(); }),
        &bad_port_);
    builder.RegisterService(service != nullptr ? service : services_[0].get());
    bad_server_ = builder.BuildAndStart();
  }
  std::string bad_endpoint() const {
    return absl::StrCat("127.0.0.1:", bad_port_);
  }

  // One call from north to "south" at `endpoints`.
  absl::Status Call(std::vector<std::string> endpoints,
                    absl::Duration timeout = absl::Seconds(2)) {
    GrpcPeer peer({"south", std::move(endpoints), north_->keeper().provider(),
                   &north_->verifier(), Observer()});
    absl::Status status;
    absl::Notification done;
    const absl::Time start = absl::Now();
    peer.Probe(v1::ProbeRequest(), start + timeout,
               [&](absl::StatusOr<v1::ProbeResponse> result) {
                 status = result.status();
                 done.Notify();
               });
    done.WaitForNotification();
    EXPECT_LT(absl::Now() - start, timeout + absl::Seconds(1));
    return status;
  }
  // Keeps what a peer tells of its calls in `observed_`.
  std::function<void(const char *, absl::StatusCode, absl::Duration)>
  Observer() {
    return [this](const char *method, absl::StatusCode code,
                  absl::Duration duration) {
      EXPECT_GT(duration, absl::ZeroDuration());
      absl::MutexLock lock(&mutex_);
      observed_.push_back(
          absl::StrCat(method, " ", absl::StatusCodeToString(code)));
    };
  }
  std::vector<std::string> observed() {
    absl::MutexLock lock(&mutex_);
    return observed_;
  }
  // The first step that fails, "ok" when none does.
  std::string PathFault(const std::string &endpoint) {
    const auto pair = north_->keeper().current();
    const ProbeTarget target{
        "south", endpoint, pair.get(),
        [this](absl::string_view leaf, absl::string_view chain) {
          return north_->verifier()
              .Verify(leaf, chain, Revocation::kKnownGood)
              .status();
        }};
    const absl::Time start = absl::Now();
    const std::vector<v1::ProbeStep> steps =
        ProbePath(target, absl::Seconds(1.5));
    EXPECT_LT(absl::Now() - start, absl::Seconds(2));
    const v1::ProbeStep &last = steps.back();
    if (last.ok()) return "ok";
    return absl::StrCat(last.name(), " ", last.error_code());
  }
  // Expects `code` from both.
  void ExpectFault(const std::string &endpoint, const std::string &code,
                   const std::string &step) {
    const absl::Status status = Call({endpoint});
    EXPECT_EQ(DetailOf(status).code(), code) << status;
    EXPECT_EQ(PathFault(endpoint), absl::StrCat(step, " ", code));
  }

  absl::Mutex mutex_;
  std::vector<std::string> observed_ ABSL_GUARDED_BY(mutex_);
  TestFederation federation_{{"north", "south", "east"}};
  std::vector<std::unique_ptr<OkPeer>> services_;
  std::unique_ptr<TestNode> north_;
  std::unique_ptr<TestNode> south_;
  std::shared_ptr<CertificateProvider> bad_provider_;
  std::unique_ptr<grpc::Server> bad_server_;
  int bad_port_ = 0;
};

TEST_F(GrpcPeerTest, AGoodPathWorks) {
  EXPECT_OK(Call({south_->endpoint()}));
  EXPECT_EQ(PathFault(south_->endpoint()), "ok");
}

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
    (peer.*method)(request, absl::Now() + absl::Seconds(10),
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

TEST_F(GrpcPeerTest, Refused) {
  ExpectFault(Port(/*listens=*/false).endpoint(), "HW-NET-002", "connect");
}

TEST_F(GrpcPeerTest, UnknownHost) {
  ExpectFault("nowhere.invalid:443", "HW-NET-001", "resolve");
}

TEST_F(GrpcPeerTest, PlaintextOnThePort) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(services_[0].get());
  const auto server = builder.BuildAndStart();
  ExpectFault(absl::StrCat("127.0.0.1:", port), "HW-TLS-010", "handshake");
}

TEST_F(GrpcPeerTest, SilenceOnThePort) {
  const Port silent(/*listens=*/true);
  ExpectFault(silent.endpoint(), "HW-NET-003", "handshake");
}

TEST_F(GrpcPeerTest, Expired) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.not_after = absl::Now() - absl::Minutes(1);
  ServeAs(spec, "south");
  ExpectFault(bad_endpoint(), "HW-TLS-003", "identity");
}

TEST_F(GrpcPeerTest, NotYetValid) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.not_before = absl::Now() + absl::Minutes(10);
  ServeAs(spec, "south");
  ExpectFault(bad_endpoint(), "HW-TLS-004", "identity");
}

TEST_F(GrpcPeerTest, WrongIssuer) {
  ServeAs(federation_.Spec("south/node/1"), "east");
  ExpectFault(bad_endpoint(), "HW-TLS-005", "identity");
}

TEST_F(GrpcPeerTest, WrongIdentity) {
  EXPECT_EQ(DetailOf(Call({north_->endpoint()})).code(), "HW-TLS-002");
  ServeAs(federation_.Spec("south/client/console"), "south");
  EXPECT_EQ(DetailOf(Call({bad_endpoint()})).code(), "HW-TLS-002");
  ServeAs(federation_.SpecOfUris({"https://south.example"}), "south");
  ExpectFault(bad_endpoint(), "HW-TLS-002", "identity");
}

TEST_F(GrpcPeerTest, Revoked) {
  federation_.Revoke("south", south_->keeper().current()->leaf);
  ExpectFault(south_->endpoint(), "HW-TLS-006", "identity");
}

TEST_F(GrpcPeerTest, NoRevocationList) {
  federation_.ForgetRevocations("south");
  ExpectFault(south_->endpoint(), "HW-TLS-007", "identity");
  // It was not even sent.
  EXPECT_THAT(south_->records(), IsEmpty());
}

TEST_F(GrpcPeerTest, WithoutARevocationListOnlySynchronizeIsSent) {
  GrpcPeer peer({"south",
                 {south_->endpoint()},
                 north_->keeper().provider(),
                 &north_->verifier()});
  const auto synchronize = [&] {
    absl::Notification done;
    absl::Status status;
    peer.Synchronize(v1::SynchronizeRequest(), absl::Now() + absl::Seconds(2),
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
    peer.Ask(v1::AskRequest(), absl::Now() + absl::Seconds(2),
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

TEST_F(GrpcPeerTest, WeAreRefused) {
  // South's view: north is revoked there. Its server closes without a word.
  federation_.Revoke("north", north_->keeper().current()->leaf);
  EXPECT_THAT(DetailOf(Call({south_->endpoint()})).code(),
              AnyOf("HW-TLS-012", "HW-NET-004"));
  EXPECT_EQ(PathFault(south_->endpoint()), "handshake HW-TLS-012");
}

TEST_F(GrpcPeerTest, NoFaultIsABareDeadline) {
  const Port silent(/*listens=*/true);
  const absl::Status status = Call({silent.endpoint()});
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no connection before the deadline"));
  EXPECT_NE(DetailOf(status).next_command(), "");
}

TEST_F(GrpcPeerTest, TheNextEndpointIsTried) {
  EXPECT_OK(Call({Port(false).endpoint(), south_->endpoint()}));
  const Port silent(/*listens=*/true);
  EXPECT_OK(Call({silent.endpoint(), south_->endpoint()}));
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
  for (const std::string &bytes :
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
  peer.Synchronize(v1::SynchronizeRequest(), absl::Now() + absl::Seconds(2),
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
      peer.Probe(v1::ProbeRequest(), start + absl::Minutes(1),
                 [&](const absl::StatusOr<v1::ProbeResponse> &result) {
                   EXPECT_FALSE(result.ok());
                   absl::MutexLock lock(&mutex_);
                   ++ended;
                 });
    }
  }
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(ended, 3);
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

TEST_F(GrpcPeerTest, ARevokedPeerIsDroppedAndComesBackWithAGoodCertificate) {
  const std::string endpoint = south_->endpoint();
  GrpcPeer peer(
      {"south", {endpoint}, north_->keeper().provider(), &north_->verifier()});
  const auto call = [&] {
    absl::Notification done;
    absl::Status status;
    peer.Probe(v1::ProbeRequest(), absl::Now() + absl::Seconds(1),
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
  const absl::Time limit = absl::Now() + absl::Seconds(4);
  while (!call().ok() && absl::Now() < limit) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_OK(call());
}

TEST(ClockStepTest, TellsHowFarApart) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_TRUE(ClockStep("south", now + absl::Seconds(30), now).ok());
  const v1::ProbeStep ahead = ClockStep("south", now + absl::Minutes(10), now);
  EXPECT_FALSE(ahead.ok());
  EXPECT_EQ(ahead.error_code(), "HW-CLOCK-001");
  EXPECT_THAT(ahead.detail(), HasSubstr("10m ahead"));
  EXPECT_THAT(ClockStep("south", now - absl::Minutes(1), now).detail(),
              HasSubstr("1m behind"));
}

}  // namespace
}  // namespace homeward::rpc
