#include "auth/testing/signed_mous.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"

namespace homeward::auth::testing {
namespace {

template <typename T>
T ValueOrDie(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.status().ToString().c_str());
  std::abort();
}

// One key signs for everybody: who signed what is tested elsewhere.
const SigningKey& Key() {
  static const SigningKey* const key =
      new SigningKey(ValueOrDie(SigningKey::Generate()));
  return *key;
}

v1::Envelope Envelope(const v1::Mou& mou, absl::string_view type) {
  return ValueOrDie(SignEnvelope(type, mou.SerializeAsString(), Key()));
}

}  // namespace

SignedMou SignedByAll(const v1::Mou& mou) {
  return ValueOrDie(
      VerifyMou(Envelope(mou, kMouPayloadType), [](absl::string_view) {
        return std::vector<PublicKey>{Key().public_key()};
      }));
}

SignedMou SignedByNobody(const v1::Mou& mou) {
  return ValueOrDie(
      VerifyMou(Envelope(mou, kMouPayloadType),
                [](absl::string_view) { return std::vector<PublicKey>(); }));
}

SignedMou AsCharter(const v1::Mou& charter) {
  return ValueOrDie(ReadCharter(ValueOrDie(
      VerifyEnvelope(Envelope(charter, kCharterPayloadType),
                     kCharterPayloadType, {Key().public_key()}, 1))));
}

}  // namespace homeward::auth::testing
