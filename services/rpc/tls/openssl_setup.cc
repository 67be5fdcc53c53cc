#include "services/rpc/tls/openssl_setup.h"

#include <openssl/crypto.h>
#include <openssl/ssl.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rpc/tls/memory_file.h"

namespace homeward::rpc {
namespace {

constexpr char kConfiguration[] =
    "openssl_conf = homeward\n"
    "[homeward]\n"
    "ssl_conf = ssl\n"
    "[ssl]\n"
    "system_default = tls\n"
    "[tls]\n"
    "Options = -SessionTicket\n"
    "NumTickets = 0\n";

absl::Status CheckTicketsAreOff() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr) return absl::InternalError("OpenSSL has no TLS");
  if ((SSL_CTX_get_options(context.get()) & SSL_OP_NO_TICKET) == 0 ||
      SSL_CTX_get_num_tickets(context.get()) != 0) {
    return absl::FailedPreconditionError(
        "OpenSSL was started before its configuration: session tickets are "
        "on, and a revoked certificate could resume a session");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ConfigureOpenSsl() {
  const absl::StatusOr<MemoryFile> file =
      MemoryFile::Create("openssl.cnf", kConfiguration);
  if (!file.ok()) return file.status();
  OPENSSL_INIT_SETTINGS* settings = OPENSSL_INIT_new();
  if (settings == nullptr ||
      OPENSSL_INIT_set_config_filename(settings, file->path().c_str()) != 1 ||
      OPENSSL_init_ssl(OPENSSL_INIT_LOAD_CONFIG, settings) != 1) {
    OPENSSL_INIT_free(settings);
    return absl::InternalError("OpenSSL can't start");
  }
  OPENSSL_INIT_free(settings);
  return CheckTicketsAreOff();
}

}  // namespace homeward::rpc
