#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/signing_key.h"

namespace {

using namespace homeward::auth;  // NOLINT: one file, one function.

// A root whose private key is gone by the time anyone could use it.
const Certificate& Root() {
  static const auto& root = *new Certificate(
      *MakeAgencyRoot(*SigningKey::Generate(), *SpiffeId::Make("f", "a"),
                      absl::FromUnixSeconds(1800000000)));
  return root;
}

void CheckReport(const CertificateReport& report) {
  if (report.ok()) std::abort();  // Nobody can sign below Root().
  for (const auto& aspect : {report.chain, report.validity, report.key_usage,
                             report.algorithm, report.identity}) {
    if (aspect.reason.empty()) std::abort();
  }
}

}  // namespace

// No bytes make a certificate that is accepted, an identity that is not written
// as it is read, or a report without reasons.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const absl::Time now = absl::FromUnixSeconds(1800000001);
  const auto id = SpiffeId::Parse(input);
  if (id.ok() && id->ToString() != input) std::abort();
  std::vector<Certificate> read;
  const auto der = Certificate::FromDer(input);
  if (der.ok()) {
    if (der->der() != input) std::abort();
    read.push_back(*der);
  }
  const auto chain = Certificate::ChainFromPem(input);
  if (chain.ok()) read.insert(read.end(), chain->begin(), chain->end());
  for (const Certificate& leaf : read) {
    CheckReport(CheckPeerCertificate(leaf, read, {Root()}, "", now));
    (void)CheckPeerCertificate(leaf, read, read, "f", now);
  }
  return 0;
}
