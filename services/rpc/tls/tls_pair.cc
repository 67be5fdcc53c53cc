#include "services/rpc/tls/tls_pair.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/digest.h"
#include "auth/signing/secret.h"
#include "auth/signing/signing_key.h"

namespace homeward::rpc {
namespace {

constexpr size_t kMaxFileBytes = 64 << 10;

absl::Status FileError(const char* file, int error) {
  return absl::ErrnoToStatus(error, absl::StrCat("certificate folder: ", file));
}

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("certificate folder: ", what));
}

// The content of `file` in the open folder. A secret one must be its owner's.
absl::StatusOr<auth::Secret> ReadFile(int folder, const char* file,
                                      bool secret) {
  const int descriptor = openat(folder, file, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return FileError(file, errno);
  const auto close_it = absl::MakeCleanup([descriptor] { close(descriptor); });
  struct stat info = {};
  if (fstat(descriptor, &info) != 0) return FileError(file, errno);
  if (!S_ISREG(info.st_mode)) return Bad(absl::StrCat(file, " is no file"));
  if (secret && (info.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(absl::StrCat(
        "certificate folder: others can read ", file, "; chmod 600 it"));
  }
  std::string bytes(kMaxFileBytes + 1, '\0');
  const auto wipe = absl::MakeCleanup(
      [&bytes] { OPENSSL_cleanse(bytes.data(), bytes.size()); });
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got =
        read(descriptor, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(file, errno);
    if (got == 0) break;
    size += got;
  }
  if (size == 0 || size > kMaxFileBytes) {
    return Bad(absl::StrCat(file, " is empty or has over 64 KiB"));
  }
  return auth::Secret(absl::string_view(bytes.data(), size));
}

absl::Status CheckNow(const auth::Certificate& certificate, const char* file,
                      absl::Time now) {
  if (certificate.not_before().has_value() && now < *certificate.not_before()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "certificate folder: ", file, " holds only from ",
        absl::FormatTime(*certificate.not_before(), absl::UTCTimeZone())));
  }
  if (certificate.not_after().has_value() && now > *certificate.not_after()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "certificate folder: ", file, " expired at ",
        absl::FormatTime(*certificate.not_after(), absl::UTCTimeZone())));
  }
  return absl::OkStatus();
}

// Who `leaf` is, when a peer that trusts `root` would accept it.
absl::StatusOr<auth::SpiffeId> CheckLeaf(
    const auth::Certificate& leaf, const std::vector<auth::Certificate>& chain,
    const auth::Certificate& root, absl::Time now) {
  absl::Status dates = CheckNow(leaf, "cert.pem", now);
  if (dates.ok()) dates = CheckNow(root, "root.pem", now);
  if (!dates.ok()) return dates;
  const auth::CertificateReport report =
      auth::CheckPeerCertificate(leaf, chain, {&root, 1}, "", now);
  for (const auto& [name, aspect] : {std::pair("identity", &report.identity),
                                     {"chain", &report.chain},
                                     {"key usage", &report.key_usage},
                                     {"algorithm", &report.algorithm},
                                     {"validity", &report.validity}}) {
    if (!aspect->ok) {
      return Bad(absl::StrCat("cert.pem, ", name, ": ", aspect->reason));
    }
  }
  if (!report.id.has_value()) return Bad("cert.pem names nobody");
  absl::Status fit = auth::CheckAgencyRoot(
      root,
      *auth::SpiffeId::Make(report.id->federation(), report.id->agency()));
  if (!fit.ok()) return Bad(absl::StrCat("root.pem: ", fit.message()));
  return *report.id;
}

}  // namespace

absl::StatusOr<TlsPairFiles> ReadTlsPairFiles(const std::string& folder) {
  const int descriptor =
      open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError(folder.c_str(), errno);
  const auto close_it = absl::MakeCleanup([descriptor] { close(descriptor); });
  absl::StatusOr<auth::Secret> key = ReadFile(descriptor, "key.pem", true);
  if (!key.ok()) return key.status();
  const absl::StatusOr<auth::Secret> cert =
      ReadFile(descriptor, "cert.pem", false);
  if (!cert.ok()) return cert.status();
  const absl::StatusOr<auth::Secret> root =
      ReadFile(descriptor, "root.pem", false);
  if (!root.ok()) return root.status();
  const std::string digest = auth::Sha256(
      absl::StrCat(auth::Sha256(key->view()), auth::Sha256(cert->view()),
                   auth::Sha256(root->view())));
  return TlsPairFiles{*std::move(key), std::string(cert->view()),
                      std::string(root->view()), digest};
}

absl::StatusOr<std::shared_ptr<const TlsPair>> CheckTlsPair(
    const TlsPairFiles& files, absl::Time now) {
  absl::StatusOr<auth::SigningKey> key =
      auth::SigningKey::FromPem(files.key_pem.view());
  if (!key.ok()) return Bad(absl::StrCat("key.pem: ", key.status().message()));
  absl::StatusOr<std::vector<auth::Certificate>> chain =
      auth::Certificate::ChainFromPem(files.cert_pem);
  if (!chain.ok() || chain->empty()) {
    return Bad(absl::StrCat("cert.pem: no certificate can be read: ",
                            chain.status().message()));
  }
  absl::StatusOr<auth::Certificate> root =
      auth::Certificate::FromPem(files.root_pem);
  if (!root.ok()) {
    return Bad(absl::StrCat("root.pem: ", root.status().message()));
  }
  auth::Certificate leaf = chain->front();
  chain->erase(chain->begin());
  if (!auth::SameBytes(leaf.spki_sha256(), key->public_key().key_id())) {
    return Bad("key.pem is not the key of the first certificate of cert.pem");
  }
  absl::StatusOr<auth::SpiffeId> id = CheckLeaf(leaf, *chain, *root, now);
  if (!id.ok()) return id.status();
  // A signed question or answer brings the leaf alone.
  if (!CheckLeaf(leaf, /*chain=*/{}, *root, now).ok()) {
    return Bad(
        "cert.pem: its first certificate is issued by an intermediate CA; it "
        "must be issued by root.pem itself, else no other agency can verify "
        "what this node signs");
  }
  // Written anew from what was read: nothing else that the files hold is used.
  absl::StatusOr<auth::Secret> key_pem = key->ToPem();
  if (!key_pem.ok()) return key_pem.status();
  std::string pem = absl::StrCat(key_pem->view(), leaf.ToPem());
  for (const auth::Certificate& certificate : *chain) {
    absl::StrAppend(&pem, certificate.ToPem());
  }
  auth::Secret secret(pem);
  OPENSSL_cleanse(pem.data(), pem.size());
  return std::make_shared<const TlsPair>(
      TlsPair{std::move(leaf), *std::move(chain), *std::move(root),
              *std::move(id), *std::move(key), std::move(secret)});
}

}  // namespace homeward::rpc
