#include "services/rpc/peer/probe_tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "services/rpc/fault.h"
#include "services/rpc/tls/raw_connection.h"
#include "services/rpc/tls/tls_pair.h"

namespace homeward::rpc {
namespace {

constexpr unsigned char kHttp2[] = {2, 'h', '2'};

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using UniqueSsl = std::unique_ptr<SSL, FreeSsl>;
using UniqueContext = std::unique_ptr<SSL_CTX, FreeSsl>;
using UniqueBio = std::unique_ptr<BIO, FreeSsl>;

// Takes any certificate: what it is worth is judged afterwards.
int AcceptAny(int /*preverified*/, X509_STORE_CTX* /*context*/) { return 1; }

// A TLS client that shows `pair`. Null when OpenSSL fails.
UniqueContext MakeContext(const TlsPair& pair) {
  UniqueContext context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return nullptr;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, AcceptAny);
  if (SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof(kHttp2)) != 0 ||
      SSL_CTX_use_certificate(context.get(), pair.leaf.handle()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), pair.key.handle()) != 1) {
    return nullptr;
  }
  for (const auth::Certificate& certificate : pair.chain) {
    if (SSL_CTX_add1_chain_cert(context.get(), certificate.handle()) != 1) {
      return nullptr;
    }
  }
  return context;
}

std::string ToPem(X509* certificate) {
  const UniqueBio bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_X509(bio.get(), certificate) != 1) {
    return "";
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, size);
}

// What a failed step of TLS means. `result` is OpenSSL's, `step` says when.
absl::Status TlsError(const ProbeTarget& target, SSL* ssl, int result,
                      bool after_handshake) {
  const int kind = SSL_get_error(ssl, result);
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  const char* text = ERR_reason_error_string(error);
  ERR_clear_error();
  if (kind == SSL_ERROR_SSL && reason >= SSL_AD_REASON_OFFSET) {
    return FaultError(Fault::kOwnCertificateRefused, target.agency_id,
                      absl::StrCat("it refused this node's certificate: ",
                                   SSL_alert_desc_string_long(
                                       reason - SSL_AD_REASON_OFFSET)));
  }
  if (after_handshake) {
    return FaultError(Fault::kOwnCertificateRefused, target.agency_id,
                      "it closed the connection when it saw this node's "
                      "certificate: no member there, revoked, or its directory "
                      "is old");
  }
  if (kind == SSL_ERROR_SSL && reason == SSL_R_WRONG_VERSION_NUMBER) {
    return FaultError(Fault::kNotTls, target.agency_id,
                      "what listens there does not speak TLS");
  }
  if (kind == SSL_ERROR_SSL) {
    return FaultError(
        Fault::kHandshake, target.agency_id,
        absl::StrCat("the TLS handshake failed: ", text ? text : "unknown"));
  }
  return FaultError(Fault::kNotTls, target.agency_id,
                    "the connection was closed during the TLS handshake: does "
                    "a node of the federation listen there?");
}

// Repeats `step`, a function of OpenSSL that returns 1 or more when it is done,
// as often as the socket is ready.
template <typename Step>
absl::Status Drive(const ProbeTarget& target, SSL* ssl, int socket,
                   absl::Time deadline, bool after_handshake, Step step) {
  while (true) {
    const int result = step();
    if (result > 0) return absl::OkStatus();
    const int kind = SSL_get_error(ssl, result);
    if (kind != SSL_ERROR_WANT_READ && kind != SSL_ERROR_WANT_WRITE) {
      return TlsError(target, ssl, result, after_handshake);
    }
    if (!WaitFor(socket, kind == SSL_ERROR_WANT_WRITE, deadline)) {
      return FaultError(Fault::kTimeout, target.agency_id,
                        "it takes the connection but does not go on with the "
                        "TLS handshake: is it overloaded, or another service?");
    }
  }
}

absl::StatusOr<UniqueSsl> Handshake(const ProbeTarget& target, SSL_CTX* context,
                                    int socket, absl::Time deadline) {
  UniqueSsl ssl(SSL_new(context));
  if (ssl == nullptr || SSL_set_fd(ssl.get(), socket) != 1) {
    return absl::InternalError("OpenSSL failed");
  }
  ERR_clear_error();
  absl::Status status = Drive(target, ssl.get(), socket, deadline, false,
                              [&] { return SSL_connect(ssl.get()); });
  if (!status.ok()) return status;
  const unsigned char* protocol = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl.get(), &protocol, &size);
  if (size == 0) {
    return FaultError(Fault::kNotTls, target.agency_id,
                      "what listens there speaks TLS but not gRPC: is it the "
                      "right port?");
  }
  return ssl;
}

// In TLS 1.3 a server judges the client after the client is done; then it
// speaks first (HTTP/2's SETTINGS, RFC 9113 section 3.4) or closes.
absl::Status AwaitWelcome(const ProbeTarget& target, SSL* ssl, int socket,
                          absl::Time deadline) {
  char byte = 0;
  return Drive(target, ssl, socket, deadline, true,
               [&] { return SSL_read(ssl, &byte, 1); });
}

absl::Status JudgePeer(const ProbeTarget& target, SSL* ssl) {
  STACK_OF(X509)* sent = SSL_get_peer_cert_chain(ssl);
  if (sent == nullptr || sk_X509_num(sent) == 0) {
    return FaultError(Fault::kCertificateUnreadable, target.agency_id,
                      "it shows no certificate");
  }
  std::string chain;
  for (int i = 0; i < sk_X509_num(sent); ++i) {
    absl::StrAppend(&chain, ToPem(sk_X509_value(sent, i)));
  }
  return target.judge(ToPem(sk_X509_value(sent, 0)), chain);
}

}  // namespace

TlsFinding ProbeTls(const ProbeTarget& target, int socket,
                    absl::Time deadline) {
  TlsFinding finding;
  const UniqueContext context = MakeContext(*target.pair);
  if (context == nullptr) {
    finding.handshake = absl::InternalError("OpenSSL failed");
    return finding;
  }
  const absl::StatusOr<UniqueSsl> ssl =
      Handshake(target, context.get(), socket, deadline);
  finding.handshake = ssl.status();
  if (!ssl.ok()) return finding;
  finding.version = SSL_get_version(ssl->get());
  finding.identity = JudgePeer(target, ssl->get());
  finding.handshake = AwaitWelcome(target, ssl->get(), socket, deadline);
  return finding;
}

}  // namespace homeward::rpc
