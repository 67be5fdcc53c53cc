#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/staff.pb.h"

namespace {

using namespace homeward;  // NOLINT: one file, one function.

// The key of RFC 6979 appendix A.2.5: a fuzzer does not find its signatures.
const auth::PublicKey& Stranger() {
  static const auto& key =
      *new auth::PublicKey(*auth::PublicKey::FromSpkiDer(absl::HexStringToBytes(
          "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
          "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
          "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")));
  return key;
}

}  // namespace

// No bytes verify without their signature, and none disturb the readers.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  v1::Envelope envelope;
  if (envelope.ParseFromArray(data, static_cast<int>(size))) {
    for (auto& signature : *envelope.mutable_signatures()) {
      signature.set_key_id(Stranger().key_id());
    }
    const auto verified = auth::VerifyEnvelope(
        envelope, envelope.payload_type(), {Stranger()}, 1);
    if (verified.ok()) std::abort();
  }
  v1::StaffAssertion assertion;
  v1::CaseToken token;
  v1::RevocationList list;
  (void)auth::ParseStrictly(input, assertion);
  (void)auth::ParseStrictly(input, token);
  (void)auth::ParseStrictly(input, list);
  // The encoding that is signed must tell where the type ends.
  const size_t middle = size / 2;
  if (size > 0 &&
      auth::Pae(input.substr(0, middle), input.substr(middle)) ==
          auth::Pae(input.substr(0, middle + 1), input.substr(middle + 1))) {
    std::abort();
  }
  return 0;
}
