#ifndef HOMEWARD_SERVICES_RPC_TLS_TLS_CREDENTIALS_H_
#define HOMEWARD_SERVICES_RPC_TLS_TLS_CREDENTIALS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"

// Mutual TLS for gRPC, with a judge of our own on every handshake. Measured
// with gRPC 1.51: the judge runs on a resumed session too, then with the leaf
// only, so it decides from the leaf; and gRPC's own check takes any member's
// root for any member's name, so it is not enough.
namespace homeward::rpc {

using CertificateProvider = grpc::experimental::CertificateProviderInterface;

// Judges a certificate: the leaf as one PEM block, and the PEM blocks that
// came with it. Thread-safe; must not block.
using CertificateJudge = std::function<absl::Status(
    absl::string_view leaf_pem, absl::string_view chain_pem)>;

// Credentials of a server that demands a client certificate, verifies it
// against the pool of roots and then asks `judge`.
std::shared_ptr<grpc::ServerCredentials> ServerTls(
    std::shared_ptr<CertificateProvider> provider, CertificateJudge judge);

// Credentials of a client that shows its certificate and leaves the judgement
// of the server's to `judge` alone, which must verify the chain too: gRPC's own
// check would add only the pool, and would end a handshake before it is known
// why. Host names are not looked at: `judge` knows which agency it expects.
std::shared_ptr<grpc::ChannelCredentials> ClientTls(
    std::shared_ptr<CertificateProvider> provider, CertificateJudge judge);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_TLS_CREDENTIALS_H_
