#include "services/rpc/tls/tls_credentials.h"

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "grpcpp/support/status.h"

namespace homeward::rpc {
namespace {

namespace tls = ::grpc::experimental;

// Null stands for nothing: gRPC gives no chain on a resumed session.
absl::string_view View(grpc::string_ref text) {
  return text.data() == nullptr ? absl::string_view()
                                : absl::string_view(text.data(), text.size());
}

class JudgingVerifier : public tls::ExternalCertificateVerifier {
 public:
  explicit JudgingVerifier(CertificateJudge judge) : judge_(std::move(judge)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> callback,
              grpc::Status* sync_status) override {
    const absl::Status judged = judge_(View(request->peer_cert()),
                                       View(request->peer_cert_full_chain()));
    if (!judged.ok()) {
      // The other side sees a closed connection and no reason.
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                  std::string(judged.message()));
    }
    return true;
  }

  void Cancel(tls::TlsCustomVerificationCheckRequest* request) override {}

 private:
  const CertificateJudge judge_;
};

void SetUp(tls::TlsCredentialsOptions& options, CertificateJudge judge) {
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<JudgingVerifier>(
          std::move(judge)));
}

}  // namespace

std::shared_ptr<grpc::ServerCredentials> ServerTls(
    std::shared_ptr<CertificateProvider> provider, CertificateJudge judge) {
  tls::TlsServerCredentialsOptions options(std::move(provider));
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  SetUp(options, std::move(judge));
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ClientTls(
    std::shared_ptr<CertificateProvider> provider, CertificateJudge judge) {
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::move(provider));
  options.set_verify_server_certs(false);
  SetUp(options, std::move(judge));
  return tls::TlsCredentials(options);
}

}  // namespace homeward::rpc
