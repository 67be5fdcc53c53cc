#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate_check.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/replay_window.h"
#include "auth/identity/revocation.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/digest.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "benchmark/benchmark.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/roles.pb.h"

// What identity costs: for each handshake, and for each call.
namespace homeward::auth {
namespace {

constexpr char kType[] = "application/vnd.homeward.test.v1+protobuf";

const testing::Federation& World() {
  static const auto& world = *new testing::Federation();
  return world;
}

void BM_Sign(benchmark::State& state) {
  const SigningKey key = *SigningKey::Generate();
  const std::string payload(1024, 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(SignEnvelope(kType, payload, key));
  }
}
BENCHMARK(BM_Sign);

void BM_Verify(benchmark::State& state) {
  const SigningKey key = *SigningKey::Generate();
  const v1::Envelope envelope =
      *SignEnvelope(kType, std::string(1024, 'x'), key);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        VerifyEnvelope(envelope, kType, {key.public_key()}, 1));
  }
}
BENCHMARK(BM_Verify);

void BM_CheckPeerCertificate(benchmark::State& state) {
  const testing::TestAgency& north = World().agency("north");
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckPeerCertificate(north.leaf, {}, {north.root},
                                                  "fed.example", World().now));
  }
}
BENCHMARK(BM_CheckPeerCertificate);

void BM_CallerFrom(benchmark::State& state) {
  const PeerIdentity peer = World().Peer("north");
  const auto directory = World().directory();
  const auto revocations = World().revocations();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        CallerFrom(peer, *directory, *revocations, World().now));
  }
}
BENCHMARK(BM_CallerFrom);

void BM_VerifyStaffAssertion(benchmark::State& state) {
  const auto directory = World().directory();
  const v1::Envelope envelope = World().SignAssertion(
      World().Assertion("north", v1::ROLE_POLICE_MISSING));
  const std::string thumbprint = World().agency("north").leaf.thumbprint();
  for (auto _ : state) {
    benchmark::DoNotOptimize(VerifyStaffAssertion(envelope, "north", thumbprint,
                                                  *directory, World().now));
  }
}
BENCHMARK(BM_VerifyStaffAssertion);

void BM_ReplayWindow(benchmark::State& state) {
  const absl::Time start = absl::FromUnixSeconds(1800000000);
  const std::string digest = Sha256("question");
  ReplayWindow window(start);
  int64_t count = 0;
  for (auto _ : state) {
    // 2,000 questions a second.
    const absl::Time now = start + absl::Microseconds(500 * count);
    benchmark::DoNotOptimize(
        window.Admit("north", absl::StrCat(++count), digest, now, now));
  }
}
BENCHMARK(BM_ReplayWindow);

}  // namespace
}  // namespace homeward::auth

BENCHMARK_MAIN();
