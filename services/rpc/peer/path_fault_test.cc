// The fault matrix: whatever is wrong on the path, both the peer client and
// the path check name it, within 2 s.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "homeward/v1/probe.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/peer/probe.h"
#include "services/rpc/testing/peer_fixture.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::rpc::testing::Port;
using ::homeward::testing::AtBest;
using ::homeward::testing::IsOk;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PathFaultTest : public testing::PeerFixture {
 protected:
  // What is wrong, and how long it took to know.
  struct Found {
    std::string fault;
    absl::Duration took;
  };
  // The first step that fails, "ok" when none does.
  Found PathFault(const std::string& endpoint) {
    const auto pair = north_->keeper().current();
    const ProbeTarget target{
        "south", endpoint, pair.get(),
        [this](absl::string_view leaf, absl::string_view chain) {
          return north_->verifier()
              .Verify(leaf, chain, Revocation::kKnownGood)
              .status();
        }};
    const absl::Time start = absl::Now();
    const std::vector<v1::ProbeStep> steps = ProbePath(target, kAllowed);
    const absl::Duration took = absl::Now() - start;
    const v1::ProbeStep& last = steps.back();
    if (last.ok()) return {"ok", took};
    return {absl::StrCat(last.name(), " ", last.error_code()), took};
  }
  Found CallFault(const std::string& endpoint) {
    const absl::Time start = absl::Now();
    const absl::Status status = Call({endpoint}, kAllowed);
    return {DetailOf(status).code(), absl::Now() - start};
  }
  template <typename Find>
  static void ExpectSoon(const std::string& fault, const Find& find) {
    Found found;
    EXPECT_TRUE(AtBest([&] {
      found = find();
      return found.fault == fault && found.took < absl::Seconds(2);
    })) << found.fault
        << " after " << found.took;
  }
  void ExpectPathFault(const std::string& endpoint, const std::string& fault) {
    ExpectSoon(fault, [&] { return PathFault(endpoint); });
  }
  // Expects `code` from both.
  void ExpectFault(const std::string& endpoint, const std::string& code,
                   const std::string& step) {
    ExpectSoon(code, [&] { return CallFault(endpoint); });
    ExpectPathFault(endpoint, absl::StrCat(step, " ", code));
  }

  static constexpr absl::Duration kAllowed = absl::Milliseconds(1500);
};

TEST_F(PathFaultTest, AGoodPathWorks) {
  EXPECT_OK(Call({south_->endpoint()}));
  ExpectPathFault(south_->endpoint(), "ok");
}

TEST_F(PathFaultTest, Refused) {
  ExpectFault(Port(/*listens=*/false).endpoint(), "HW-NET-002", "connect");
}

TEST_F(PathFaultTest, UnknownHost) {
  ExpectFault("nowhere.invalid:443", "HW-NET-001", "resolve");
}

TEST_F(PathFaultTest, PlaintextOnThePort) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(services_[0].get());
  const auto server = builder.BuildAndStart();
  ExpectFault(absl::StrCat("127.0.0.1:", port), "HW-TLS-010", "handshake");
}

TEST_F(PathFaultTest, SilenceOnThePort) {
  const Port silent(/*listens=*/true);
  ExpectFault(silent.endpoint(), "HW-NET-003", "handshake");
}

TEST_F(PathFaultTest, Expired) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.not_after = absl::Now() - absl::Minutes(1);
  ServeAs(spec, "south");
  ExpectFault(bad_endpoint(), "HW-TLS-003", "identity");
}

TEST_F(PathFaultTest, NotYetValid) {
  testing::CertificateSpec spec = federation_.Spec("south/node/1");
  spec.not_before = absl::Now() + absl::Minutes(10);
  ServeAs(spec, "south");
  ExpectFault(bad_endpoint(), "HW-TLS-004", "identity");
}

TEST_F(PathFaultTest, WrongIssuer) {
  ServeAs(federation_.Spec("south/node/1"), "east");
  ExpectFault(bad_endpoint(), "HW-TLS-005", "identity");
}

TEST_F(PathFaultTest, WrongIdentity) {
  EXPECT_EQ(DetailOf(Call({north_->endpoint()})).code(), "HW-TLS-002");
  ServeAs(federation_.Spec("south/client/console"), "south");
  EXPECT_EQ(DetailOf(Call({bad_endpoint()})).code(), "HW-TLS-002");
  ServeAs(federation_.SpecOfUris({"https://south.example"}), "south");
  ExpectFault(bad_endpoint(), "HW-TLS-002", "identity");
}

TEST_F(PathFaultTest, Revoked) {
  federation_.Revoke("south", south_->keeper().current()->leaf);
  ExpectFault(south_->endpoint(), "HW-TLS-006", "identity");
}

TEST_F(PathFaultTest, NoRevocationList) {
  federation_.ForgetRevocations("south");
  ExpectFault(south_->endpoint(), "HW-TLS-007", "identity");
  // It was not even sent.
  EXPECT_THAT(south_->records(), IsEmpty());
}

TEST_F(PathFaultTest, WeAreRefused) {
  // South's view: north is revoked there. Its server closes without a word.
  federation_.Revoke("north", north_->keeper().current()->leaf);
  EXPECT_THAT(DetailOf(Call({south_->endpoint()})).code(),
              AnyOf("HW-TLS-012", "HW-NET-004"));
  ExpectPathFault(south_->endpoint(), "handshake HW-TLS-012");
}

TEST_F(PathFaultTest, NoFaultIsABareDeadline) {
  const Port silent(/*listens=*/true);
  const absl::Status status = Call({silent.endpoint()}, kAllowed);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no connection before the deadline"));
  EXPECT_NE(DetailOf(status).next_command(), "");
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
