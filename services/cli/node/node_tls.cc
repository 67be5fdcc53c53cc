#include "services/cli/node/node_tls.h"

#include <openssl/crypto.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/file/files.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_pair.h"

namespace homeward::cli {
namespace {

namespace tls = ::grpc::experimental;

absl::Status Refuse(absl::string_view code, absl::string_view cause,
                    absl::string_view next) {
  return rpc::DetailedError(absl::StatusCode::kFailedPrecondition, code, cause,
                            v1::FAULT_OWN_NODE, next);
}

// The file `path`, which nothing can be judged without, can't be used.
absl::Status Missing(const std::string& path, const absl::Status& status,
                     absl::string_view next) {
  return Refuse("HW-TLS-014",
                absl::StrContains(status.message(), path)
                    ? std::string(status.message())
                    : absl::StrCat(path, ": ", status.message()),
                next);
}

// Why `report` is not good: the first broken aspect, with its code.
absl::Status BrokenAspect(const auth::CertificateReport& report,
                          const auth::Certificate& leaf, absl::Time now) {
  const std::string what = "the node's certificate is refused: ";
  if (!report.identity.ok) {
    return Refuse("HW-TLS-002", absl::StrCat(what, report.identity.reason),
                  "compare --address with the node's configuration");
  }
  if (!report.chain.ok) {
    return Refuse("HW-TLS-005", absl::StrCat(what, report.chain.reason),
                  "compare --address and --home: another agency's node?");
  }
  if (!report.validity.ok) {
    const bool early =
        leaf.not_before().has_value() && now < *leaf.not_before();
    return Refuse(early ? "HW-TLS-004" : "HW-TLS-003",
                  absl::StrCat(what, report.validity.reason),
                  early
                      ? "compare this machine's clock with the node's: date -u"
                      : "homeward certificate renew");
  }
  const auth::CertificateAspect& rest =
      report.key_usage.ok ? report.algorithm : report.key_usage;
  return Refuse("HW-TLS-008", absl::StrCat(what, rest.reason),
                "homeward certificate renew");
}

// What must be true of the node's certificate.
struct Expected {
  std::string federation;
  std::string agency;
  std::vector<auth::Certificate> roots;
  absl::Time now;
};

absl::Status Judge(const Expected& expected, const auth::Certificate& leaf,
                   const std::vector<auth::Certificate>& chain) {
  const auth::CertificateReport report = auth::CheckPeerCertificate(
      leaf, chain, expected.roots, expected.federation, expected.now);
  if (!report.ok()) return BrokenAspect(report, leaf, expected.now);
  if (report.id->agency() != expected.agency || report.id->node().empty()) {
    return Refuse("HW-TLS-002",
                  absl::StrCat("the certificate is not that of a node of ",
                               expected.agency),
                  "compare --address with the node's configuration");
  }
  return absl::OkStatus();
}

}  // namespace

void SeenNode::Set(absl::Status judged, std::string thumbprint) {
  absl::MutexLock lock(&mutex_);
  judged_ = std::move(judged);
  thumbprint_ = std::move(thumbprint);
}

absl::Status SeenNode::judged() const {
  absl::MutexLock lock(&mutex_);
  return judged_;
}

std::string SeenNode::thumbprint() const {
  absl::MutexLock lock(&mutex_);
  return thumbprint_;
}

absl::StatusOr<rpc::CertificateJudge> NodeJudge(const Home& home,
                                                std::shared_ptr<SeenNode> seen,
                                                absl::Time now) {
  const std::string path = home.Path(kRootCertificateFile);
  const std::string restore =
      absl::StrCat("put the agency's root certificate back as ", path,
                   "; without it no node can be told from another");
  const auto pem = ReadFile(path);
  if (!pem.ok()) return Missing(path, pem.status(), restore);
  auto roots = auth::Certificate::ChainFromPem(*pem);
  if (!roots.ok()) return Missing(path, roots.status(), restore);
  const Expected expected{home.config().federation(), home.config().agency_id(),
                          *std::move(roots), now};
  return rpc::CertificateJudge([expected, seen = std::move(seen)](
                                   absl::string_view leaf_pem,
                                   absl::string_view chain_pem) {
    const auto leaf = auth::Certificate::FromPem(leaf_pem);
    const auto chain = auth::Certificate::ChainFromPem(chain_pem);
    absl::Status judged = leaf.status();
    if (judged.ok()) {
      judged = Judge(expected, *leaf,
                     chain.ok() ? *chain : std::vector<auth::Certificate>());
    }
    seen->Set(judged, judged.ok() ? leaf->thumbprint() : "");
    return judged;
  });
}

absl::StatusOr<std::shared_ptr<const rpc::TlsPair>> OwnPair(const Home& home,
                                                            absl::Time now) {
  const std::string folder = JoinPath(home.Path(kCertificateFolder), "client");
  const auto files = rpc::ReadTlsPairFiles(folder);
  if (!files.ok()) {
    return Missing(folder, files.status(),
                   "homeward certificate renew --pair client");
  }
  auto pair = rpc::CheckTlsPair(*files, now);
  if (absl::IsFailedPrecondition(pair.status())) {
    return Refuse("HW-TLS-013",
                  absl::StrCat("this command's own certificate: ",
                               pair.status().message()),
                  "homeward certificate renew --pair client");
  }
  return pair;
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> NodeCredentials(
    const rpc::TlsPair& pair, rpc::CertificateJudge judge) {
  const std::string root = pair.root.ToPem();
  const auto key = pair.key.ToPem();
  if (!key.ok()) return key.status();
  std::string chain = pair.leaf.ToPem();
  for (const auth::Certificate& more : pair.chain) chain += more.ToPem();
  tls::IdentityKeyCertPair identity{std::string(key->view()), chain};
  auto provider = std::make_shared<tls::StaticDataCertificateProvider>(
      root, std::vector<tls::IdentityKeyCertPair>{identity});
  OPENSSL_cleanse(identity.private_key.data(), identity.private_key.size());
  return rpc::ClientTls(std::move(provider), std::move(judge));
}

}  // namespace homeward::cli
