#include "services/rpc/probe.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/raw_connection.h"
#include "services/rpc/tls_credentials.h"
#include "services/rpc/tls_pair.h"

namespace homeward::rpc {
namespace {

constexpr absl::Duration kMaxClockDifference = absl::Seconds(30);
constexpr unsigned char kHttp2[] = {2, 'h', '2'};

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using UniqueSsl = std::unique_ptr<SSL, FreeSsl>;
using UniqueContext = std::unique_ptr<SSL_CTX, FreeSsl>;
using UniqueBio = std::unique_ptr<BIO, FreeSsl>;

// Closes a socket.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

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

// Collects steps. The first that fails is the last.
class Steps {
 public:
  bool Add(const std::string& name, const absl::Status& status,
           const std::string& good) {
    v1::ProbeStep& step = steps_.emplace_back();
    step.set_name(name);
    step.set_ok(status.ok());
    step.set_detail(status.ok() ? good : std::string(status.message()));
    if (!status.ok()) step.set_error_code(DetailOf(status).code());
    return status.ok();
  }
  std::vector<v1::ProbeStep> Take() { return std::move(steps_); }

 private:
  std::vector<v1::ProbeStep> steps_;
};

absl::Status ResolveError(const ProbeTarget& target,
                          const absl::Status& status) {
  if (status.ok()) return status;
  return FaultError(Fault::kUnresolved, target.agency_id,
                    absl::StrCat(target.endpoint, ": ", status.message()));
}

absl::Status ConnectError(const ProbeTarget& target,
                          const absl::Status& status) {
  if (status.ok()) return status;
  const std::string what =
      absl::StrCat(target.endpoint, ": ", status.message());
  if (absl::IsDeadlineExceeded(status)) {
    return FaultError(Fault::kTimeout, target.agency_id,
                      absl::StrCat(what, ": a firewall may drop it"));
  }
  const bool refused = absl::StrContains(status.message(), "refused");
  return FaultError(refused ? Fault::kRefused : Fault::kBroken,
                    target.agency_id, what);
}

// The first address that takes a connection, or the last one's error.
absl::StatusOr<int> ConnectAny(const std::vector<Address>& addresses,
                               absl::Time deadline) {
  absl::StatusOr<int> socket = absl::UnavailableError("no address");
  for (const Address& address : addresses) {
    socket = Connect(address, deadline);
    if (socket.ok()) break;
  }
  return socket;
}

}  // namespace

std::vector<v1::ProbeStep> ProbePath(const ProbeTarget& target,
                                     absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  Steps steps;
  const absl::StatusOr<std::vector<Address>> addresses =
      Resolve(target.endpoint, timeout);
  if (!steps.Add("resolve", ResolveError(target, addresses.status()),
                 target.endpoint)) {
    return steps.Take();
  }
  const absl::StatusOr<int> connected = ConnectAny(*addresses, deadline);
  if (!steps.Add("connect", ConnectError(target, connected.status()),
                 "something listens")) {
    return steps.Take();
  }
  const Socket socket(*connected);
  const UniqueContext context = MakeContext(*target.pair);
  if (context == nullptr) {
    steps.Add("handshake", absl::InternalError("OpenSSL failed"), "");
    return steps.Take();
  }
  const absl::StatusOr<UniqueSsl> ssl =
      Handshake(target, context.get(), socket.get(), deadline);
  absl::Status welcome = ssl.status();
  absl::Status judged;
  if (ssl.ok()) {
    judged = JudgePeer(target, ssl->get());
    welcome = AwaitWelcome(target, ssl->get(), socket.get(), deadline);
  }
  if (!steps.Add("handshake", welcome,
                 ssl.ok() ? SSL_get_version(ssl->get()) : "")) {
    return steps.Take();
  }
  steps.Add("identity", judged,
            absl::StrCat("it is a node of ", target.agency_id));
  return steps.Take();
}

v1::ProbeStep ClockStep(const std::string& agency_id, absl::Time peer_now,
                        absl::Time own_now) {
  const absl::Duration ahead = peer_now - own_now;
  absl::Status status;
  const std::string text =
      absl::StrCat("the clock of ", agency_id, " is ",
                   absl::FormatDuration(absl::Trunc(absl::AbsDuration(ahead),
                                                    absl::Milliseconds(1))),
                   ahead < absl::ZeroDuration() ? " behind" : " ahead");
  if (absl::AbsDuration(ahead) > kMaxClockDifference) {
    status = FaultError(
        Fault::kClock, agency_id,
        absl::StrCat(text, "; more than 30s and signed questions are refused"));
  }
  Steps steps;
  steps.Add("clock", status, text);
  return steps.Take().front();
}

}  // namespace homeward::rpc
