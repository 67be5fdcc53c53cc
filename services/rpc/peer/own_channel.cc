#include "services/rpc/peer/own_channel.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "services/rpc/fault.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_pair.h"

namespace homeward::rpc {
namespace {

// OK when the certificate is that of a node of the agency of `pair`.
absl::Status JudgeOwnNode(const TlsPair& pair, absl::string_view leaf_pem,
                          absl::string_view chain_pem, absl::Time now) {
  const std::string& agency = pair.id.agency();
  const auto leaf = auth::Certificate::FromPem(leaf_pem);
  const auto chain = auth::Certificate::ChainFromPem(chain_pem);
  if (!leaf.ok() || !chain.ok()) {
    return FaultError(Fault::kCertificateUnreadable, agency,
                      "the node's certificate can't be read");
  }
  const auth::CertificateReport report = auth::CheckPeerCertificate(
      *leaf, *chain, {&pair.root, 1}, pair.id.federation(), now);
  for (const auto& [fault, aspect] :
       {std::pair(Fault::kCertificateIdentity, &report.identity),
        {Fault::kCertificateIssuer, &report.chain},
        {Fault::kCertificateUse, &report.key_usage},
        {Fault::kCertificateUse, &report.algorithm},
        {Fault::kCertificateExpired, &report.validity}}) {
    if (!aspect->ok) {
      return FaultError(
          fault, agency,
          absl::StrCat("the node's certificate: ", aspect->reason));
    }
  }
  if (!report.id.has_value() || report.id->agency() != agency ||
      report.id->node().empty()) {
    return FaultError(Fault::kCertificateIdentity, agency,
                      "the certificate is not that of a node of the own "
                      "agency");
  }
  return absl::OkStatus();
}

}  // namespace

std::shared_ptr<grpc::Channel> OwnNodeChannel(
    const std::string& endpoint, std::shared_ptr<const TlsPair> pair,
    Clock clock) {
  const std::string pem(pair->pem.view());
  auto provider =
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          pair->root.ToPem(),
          std::vector<grpc::experimental::IdentityKeyCertPair>{{pem, pem}});
  return grpc::CreateChannel(
      endpoint, ClientTls(std::move(provider),
                          [pair = std::move(pair), clock = std::move(clock)](
                              absl::string_view leaf, absl::string_view chain) {
                            return JudgeOwnNode(*pair, leaf, chain, clock());
                          }));
}

}  // namespace homeward::rpc
