#include "auth/identity/peer_identity.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate_check.h"

namespace homeward::auth {
namespace {

// Everything that is broken, each with its name: the own operator mends all of
// it in one go.
std::string Explain(const CertificateReport& report) {
  std::string text = "the peer's certificate is refused";
  const std::pair<absl::string_view, const CertificateAspect*> aspects[] = {
      {"chain", &report.chain},         {"validity", &report.validity},
      {"key usage", &report.key_usage}, {"algorithm", &report.algorithm},
      {"identity", &report.identity},
  };
  for (const auto& [name, aspect] : aspects) {
    if (!aspect->ok) absl::StrAppend(&text, "; ", name, ": ", aspect->reason);
  }
  return text;
}

}  // namespace

absl::StatusOr<PeerIdentity> VerifyPeer(const Certificate& leaf,
                                        absl::Span<const Certificate> chain,
                                        const Directory& directory,
                                        absl::Time now) {
  if (leaf.names().uris.size() != 1) {
    return absl::UnauthenticatedError(
        "the peer's certificate does not name exactly one URI");
  }
  auto id = SpiffeId::Parse(leaf.names().uris[0]);
  if (!id.ok()) return absl::UnauthenticatedError(id.status().message());
  auto member = directory.Find(id->agency(), now);
  if (!member.ok()) {
    return absl::UnauthenticatedError(member.status().message());
  }
  const CertificateReport report = CheckPeerCertificate(
      leaf, chain, (*member)->roots(), directory.federation(), now);
  if (!report.ok()) return absl::UnauthenticatedError(Explain(report));
  return PeerIdentity({*std::move(id), leaf.serial(), leaf.thumbprint(),
                       *report.root_thumbprint, *leaf.not_after()});
}

}  // namespace homeward::auth
