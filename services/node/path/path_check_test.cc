#include "services/node/path/path_check.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/testing/federation.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/node/testing/node_folder.h"
#include "services/policy/red_lines.h"
#include "services/policy/testing/mou_signers.h"
#include "services/policy/testing/policy_node.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/openssl_setup.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_keeper.h"
#include "services/rpc/trust.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::homeward::testing::AtBest;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What the peer says over a connection that works.
class SaidByPeer final : public federation::Peer {
 public:
  void Ask(const v1::AskRequest& request, absl::Time deadline,
           Done<v1::AskResponse> done) override {
    done(absl::UnavailableError("nobody asks here"));
  }
  void Synchronize(const v1::SynchronizeRequest& request, absl::Time deadline,
                   Done<v1::SynchronizeResponse> done) override {
    v1::SynchronizeResponse response;
    *response.mutable_now() = auth::ToTimestamp(absl::Now() + clock_ahead);
    done(response);
  }
  void Withdraw(const v1::WithdrawRequest& request, absl::Time deadline,
                Done<v1::WithdrawResponse> done) override {
    done(absl::UnavailableError("nothing is taken back here"));
  }
  void TellReview(const v1::TellReviewRequest& request, absl::Time deadline,
                  Done<v1::TellReviewResponse> done) override {
    done(absl::UnavailableError("nothing was broken here"));
  }
  void Probe(const v1::ProbeRequest& request, absl::Time deadline,
             Done<v1::ProbeResponse> done) override {
    ++asked_back;
    if (asked_back <= busy) return done(absl::ResourceExhaustedError("busy"));
    v1::ProbeResponse response;
    *response.add_steps() = back;
    done(response);
  }

  absl::Duration clock_ahead;
  int busy = 0;  // How often it is too busy to walk back.
  v1::ProbeStep back;
  int asked_back = 0;
};

// A result that comes on another thread.
template <typename Response>
class Awaited {
 public:
  std::function<void(absl::StatusOr<Response>)> done() {
    return [this](absl::StatusOr<Response> response) {
      response_ = std::move(response);
      came_.Notify();
    };
  }
  absl::StatusOr<Response> Await() {
    came_.WaitForNotification();
    return std::move(response_);
  }

 private:
  absl::Notification came_;
  absl::StatusOr<Response> response_;
};

// Each step as its name, with the code of one that failed.
template <typename Steps>
std::vector<std::string> Shown(const Steps& steps) {
  std::vector<std::string> shown;
  for (const v1::ProbeStep& step : steps) {
    shown.push_back(step.ok()
                        ? step.name()
                        : absl::StrCat(step.name(), " ", step.error_code()));
  }
  return shown;
}

// Whether the walk was over before its last step was. Nothing here is silent.
template <typename Steps>
bool TookTooLong(const Steps& steps) {
  return absl::c_any_of(steps, [](const v1::ProbeStep& step) {
    return step.error_code() == "HW-NET-003";
  });
}

// North looks at south, where a server listens.
class PathCheckTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_OK(rpc::ConfigureOpenSsl()); }

  void SetUp() override {
    Serve();
    said_->back.set_name("resolve");
    said_->back.set_ok(true);
    Know({endpoint()});
    ASSERT_OK(policy().ProposeMou(
        signers_.Sign(signers_.Mou("tracing"), {"north", "south"}), false,
        federation_.now));
  }
  void TearDown() override { check_.reset(); }

  // South's server, of gRPC alone.
  void Serve() {
    const auto& south = federation_.agency("south");
    provider_ =
        std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
            federation_.agency("north").root.ToPem(),
            std::vector<grpc::experimental::IdentityKeyCertPair>{
                {std::string(south.node_key.ToPem()->view()),
                 south.leaf.ToPem()}});
    grpc::ServerBuilder builder;
    builder.AddListeningPort(
        "127.0.0.1:0",
        rpc::ServerTls(provider_, [](auto, auto) { return absl::OkStatus(); }),
        &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  std::string endpoint() const { return absl::StrCat("127.0.0.1:", port_); }

  // North's directory lists `endpoints` for south, and north has its list.
  void Know(const std::vector<std::string>& endpoints) {
    v1::Directory directory = signers_.Directory();
    // Without a charter no MOU is in force.
    *directory.mutable_charter() = federation_.SignAs(
        auth::kCharterType,
        auth::testing::Document("charter", federation_.now - absl::Hours(1),
                                federation_.now + absl::Hours(1)));
    for (v1::Member& member : *directory.mutable_members()) {
      if (member.agency_id() != "south") continue;
      member.mutable_endpoints()->Assign(endpoints.begin(), endpoints.end());
    }
    check_.reset();
    verifier_.reset();
    keeper_.reset();
    north_.emplace(federation_, "north", federation_.Sign(directory),
                   [this] { return red_lines_; });
    ASSERT_OK(policy().InstallRevocationList(
        federation_.SignedList("south", 1, {}, federation_.now),
        federation_.now));
    const rpc::TrustSource trust = [this] {
      const auto now = policy().current();
      return rpc::Trust{now->directory, now->revocations};
    };
    auto keeper = rpc::TlsKeeper::Start(
        {north_folder_.path() + "/tls", trust, absl::Now, {}, {}},
        *auth::SpiffeId::Make("fed.example", "north", "1"));
    ASSERT_OK(keeper);
    keeper_ = *std::move(keeper);
    verifier_ = std::make_unique<rpc::PeerVerifier>(trust, absl::Now);
    check_ = std::make_unique<PathCheck>(
        "north", &policy(), keeper_.get(), verifier_.get(),
        [this](const std::string&) { return said_; });
  }
  policy::Policy& policy() { return *north_->policy(); }

  absl::StatusOr<v1::DiagnosePeerResponse> DiagnosePeer(const char* agency) {
    Awaited<v1::DiagnosePeerResponse> response;
    check_->Diagnose(agency, response.done());
    return response.Await();
  }
  absl::StatusOr<v1::ProbeResponse> WalkBack(const char* agency) {
    Awaited<v1::ProbeResponse> response;
    check_->WalkBack(agency, response.done());
    return response.Await();
  }
  v1::DiagnosePeerResponse Diagnose() {
    absl::StatusOr<v1::DiagnosePeerResponse> response;
    AtBest([&] {
      response = DiagnosePeer("south");
      return response.ok() && !TookTooLong(response->forward());
    });
    EXPECT_OK(response);
    return response.ok() ? *response : v1::DiagnosePeerResponse();
  }

  const auth::testing::Federation federation_{absl::Now()};
  const policy::testing::MouSigners signers_{federation_};
  const testing::NodeFolder north_folder_{federation_, "north"};
  const std::shared_ptr<SaidByPeer> said_ = std::make_shared<SaidByPeer>();
  v1::PeerService::CallbackService service_;
  std::shared_ptr<rpc::CertificateProvider> provider_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  policy::RedLineTexts red_lines_;
  std::optional<policy::testing::PolicyNode> north_;
  std::unique_ptr<rpc::TlsKeeper> keeper_;
  std::unique_ptr<rpc::PeerVerifier> verifier_;
  std::unique_ptr<PathCheck> check_;
};

TEST_F(PathCheckTest, AGoodPathIsWalkedThereAndBack) {
  const v1::DiagnosePeerResponse good = Diagnose();
  EXPECT_THAT(Shown(good.forward()),
              ElementsAre("resolve", "connect", "handshake", "identity",
                          "clock", "mou"));
  EXPECT_THAT(Shown(good.backward()), ElementsAre("resolve"));
  EXPECT_EQ(good.next_step(), "");
}

TEST_F(PathCheckTest, ItStopsAtTheFirstThatFailsAndSaysWhatMendsIt) {
  said_->clock_ahead = absl::Minutes(10);
  const v1::DiagnosePeerResponse apart = Diagnose();
  EXPECT_THAT(Shown(apart.forward()),
              ElementsAre("resolve", "connect", "handshake", "identity",
                          "clock HW-CLOCK-001"));
  EXPECT_THAT(apart.next_step(), HasSubstr("compare both clocks"));
  server_->Shutdown();
  const v1::DiagnosePeerResponse down = Diagnose();
  EXPECT_THAT(Shown(down.forward()),
              ElementsAre("resolve", "connect HW-NET-002"));
  EXPECT_THAT(down.next_step(), HasSubstr("ask south whether its node runs"));
  EXPECT_THAT(down.backward(), IsEmpty());
  EXPECT_EQ(said_->asked_back, 0);
}

TEST_F(PathCheckTest, WithoutAnEndpointOrAnMou) {
  Know({});
  EXPECT_THAT(Shown(Diagnose().forward()), ElementsAre("resolve HW-NET-005"));
  Know({endpoint()});
  EXPECT_THAT(Shown(Diagnose().forward()),
              ElementsAre("resolve", "connect", "handshake", "identity",
                          "clock", "mou HW-MOU-003"));
}

// Red lines that can't be read are crossed by every MOU.
TEST_F(PathCheckTest, AnMouThatIsRefusedIsNotJustMissing) {
  red_lines_.own = "no text of red lines";
  Know({endpoint()});
  EXPECT_THAT(policy().ProposeMou(
                  signers_.Sign(signers_.Mou("tracing"), {"north", "south"}),
                  false, federation_.now),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  const v1::DiagnosePeerResponse refused = Diagnose();
  EXPECT_THAT(Shown(refused.forward()),
              ElementsAre("resolve", "connect", "handshake", "identity",
                          "clock", "mou HW-MOU-005"));
  EXPECT_THAT(refused.next_step(), HasSubstr("homeward mou list"));
  // South is told the same when it asks for the way back, and not more.
  const auto back = WalkBack("south");
  ASSERT_OK(back);
  EXPECT_EQ(back->steps().rbegin()->error_code(), "HW-MOU-005");
  EXPECT_THAT(back->steps().rbegin()->detail(), Not(HasSubstr("red_lines")));
}

TEST_F(PathCheckTest, TheWayBackIsMendedFromTheOtherEnd) {
  said_->back.set_name("connect");
  said_->back.set_ok(false);
  said_->back.set_error_code("HW-NET-002");
  EXPECT_THAT(Diagnose().next_step(),
              HasSubstr("listen_address in node.textproto"));
}

TEST_F(PathCheckTest, ABusyPeerIsAskedBackUntilTheTimeIsOver) {
  said_->busy = 1;
  EXPECT_THAT(Shown(Diagnose().backward()), ElementsAre("resolve"));
  EXPECT_EQ(said_->asked_back, 2);
  said_->busy = 1000;
  EXPECT_THAT(Shown(Diagnose().backward()), ElementsAre("ask "));
  EXPECT_GT(said_->asked_back, 3);
  EXPECT_LT(said_->asked_back, 20);
}

TEST_F(PathCheckTest, APeerIsWalkedBackToOnceASecond) {
  const auto response = WalkBack("south");
  ASSERT_OK(response);
  EXPECT_THAT(
      Shown(response->steps()),
      ElementsAre("resolve", "connect", "handshake", "identity", "mou"));
  // A busy machine may need a second from one to the next.
  EXPECT_TRUE(AtBest(
      [&] { return absl::IsResourceExhausted(WalkBack("south").status()); }));
}

TEST_F(PathCheckTest, AStrangerIsNotFound) {
  for (const absl::Status& status :
       {DiagnosePeer("east").status(), WalkBack("east").status()}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
    EXPECT_EQ(rpc::DetailOf(status).code(), "HW-TLS-009");
  }
}

}  // namespace
}  // namespace homeward::node
