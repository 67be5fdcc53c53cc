#include "services/cli/home.h"

#include <arpa/inet.h>
#include <openssl/crypto.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/signing/secret.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {

Home::Home(std::string folder, internal::v1::NodeConfig config)
    : folder_(std::move(folder)), config_(std::move(config)) {}

absl::StatusOr<Home> Home::Open(const Context& context) {
  if (context.home.empty()) {
    return UsageError("no agency folder is named",
                      "add --home DIR, or export HOMEWARD_HOME=DIR");
  }
  const std::string path = JoinPath(context.home, kConfigFile);
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (absl::IsNotFound(text.status())) {
    return rpc::DetailedError(
        absl::StatusCode::kNotFound, "HW-HOME-001",
        absl::StrCat(context.home, " is no agency folder: it has no ",
                     kConfigFile),
        v1::FAULT_CALLER, absl::StrCat("homeward init --home ", context.home));
  }
  if (!text.ok()) return text.status();
  internal::v1::NodeConfig config;
  const absl::Status parsed = ParseMessage(*text, path, config);
  if (!parsed.ok()) return parsed;
  return Home(context.home, std::move(config));
}

std::string Home::Path(absl::string_view name) const {
  return JoinPath(folder_, name);
}

std::string Home::Address(const Context& context) const {
  if (!context.address.empty()) return context.address;
  const std::string& listen = config_.listen_address();
  const std::string port = listen.substr(listen.rfind(':') + 1);
  if (absl::StartsWith(listen, "0.0.0.0:")) {
    return absl::StrCat("127.0.0.1:", port);
  }
  if (absl::StartsWith(listen, "[::]:")) return absl::StrCat("[::1]:", port);
  return listen;
}

absl::StatusOr<auth::SigningKey> Home::Key(absl::string_view name) const {
  return ReadKey(Path(name));
}

absl::StatusOr<auth::SigningKey> ReadKey(const std::string& path) {
  absl::StatusOr<std::string> pem = ReadFile(path, 64 << 10);
  if (!pem.ok()) return pem.status();
  absl::StatusOr<auth::SigningKey> key = auth::SigningKey::FromPem(*pem);
  OPENSSL_cleanse(pem->data(), pem->size());
  if (!key.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", key.status().message()));
  }
  return key;
}

absl::Status WriteKey(const std::string& path, const auth::SigningKey& key) {
  const absl::StatusOr<auth::Secret> pem = key.ToPem();
  if (!pem.ok()) return pem.status();
  return WriteNewFile(path, pem->view(), kSecretMode);
}

Host HostOf(absl::string_view endpoint) {
  Host host;
  const size_t colon = endpoint.rfind(':');
  absl::string_view name = endpoint.substr(0, colon);
  if (name.size() > 1 && name.front() == '[' && name.back() == ']') {
    name = name.substr(1, name.size() - 2);
  }
  host.name = std::string(name);
  char buffer[sizeof(in6_addr)];
  host.is_address = inet_pton(AF_INET, host.name.c_str(), buffer) == 1 ||
                    inet_pton(AF_INET6, host.name.c_str(), buffer) == 1;
  return host;
}

}  // namespace homeward::cli
