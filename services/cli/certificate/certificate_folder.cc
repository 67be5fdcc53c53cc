#include "services/cli/certificate/certificate_folder.h"

#include <stdio.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/issue.h"
#include "auth/signing/signing_key.h"
#include "services/cli/file/files.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

namespace fs = std::filesystem;

// For clocks that are behind.
constexpr absl::Duration kBackdate = absl::Minutes(5);

// The numbers of the staged folders of `name`.
std::vector<int> Generations(const std::string& parent,
                             const std::string& name) {
  std::vector<int> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    const std::string file = entry.path().filename();
    absl::string_view rest = file;
    int number = 0;
    if (absl::ConsumePrefix(&rest, absl::StrCat(name, ".")) &&
        absl::SimpleAtoi(rest, &number)) {
      numbers.push_back(number);
    }
  }
  return numbers;
}

// What a peer would refuse of `leaf`, or OK.
absl::Status CheckLeaf(const auth::Certificate& leaf,
                       const auth::Certificate& root, const auth::SpiffeId& id,
                       absl::Time now) {
  const auth::CertificateReport report =
      auth::CheckPeerCertificate(leaf, {}, {root}, id.federation(), now);
  if (report.ok()) return absl::OkStatus();
  std::string reasons;
  for (const auth::CertificateAspect* aspect :
       {&report.chain, &report.validity, &report.key_usage, &report.algorithm,
        &report.identity}) {
    if (!aspect->ok) absl::StrAppend(&reasons, "; ", aspect->reason);
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "peers would refuse the new certificate, so the old one stays", reasons));
}

// Points `link` to `target`, at once.
absl::Status SwapLink(const std::string& link, const std::string& target) {
  const std::string staged = absl::StrCat(link, ".link");
  unlink(staged.c_str());
  if (symlink(target.c_str(), staged.c_str()) != 0 ||
      rename(staged.c_str(), link.c_str()) != 0) {
    unlink(staged.c_str());
    return absl::InternalError(absl::StrCat("can't point ", link, " to ",
                                            target, ": is it a folder?"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<auth::Certificate> IssuePair(const std::string& parent,
                                            const std::string& name,
                                            const auth::SigningKey& root_key,
                                            const auth::Certificate& root,
                                            const PairRequest& request,
                                            absl::Time now) {
  const auto key = auth::SigningKey::Generate();
  if (!key.ok()) return key.status();
  const absl::Time from = now - kBackdate;
  auto leaf = auth::IssueNodeCertificate(
      root_key, root, key->public_key(),
      {request.id, request.dns_names, request.ip_addresses, from,
       from + request.lifetime});
  if (!leaf.ok()) return leaf.status();
  absl::Status status = CheckLeaf(*leaf, root, request.id, now);
  if (!status.ok()) return status;
  int generation = 1;
  const std::vector<int> before = Generations(parent, name);
  for (const int number : before) generation = std::max(generation, number + 1);
  const std::string staged = absl::StrCat(name, ".", generation);
  const std::string folder = JoinPath(parent, staged);
  status = MakeFolder(folder);
  if (status.ok()) status = WriteKey(JoinPath(folder, "key.pem"), *key);
  if (status.ok()) {
    status =
        WriteFile(JoinPath(folder, "cert.pem"), leaf->ToPem(), kPublicMode);
  }
  if (status.ok()) {
    status = WriteFile(JoinPath(folder, "root.pem"), root.ToPem(), kPublicMode);
  }
  if (status.ok()) status = SwapLink(JoinPath(parent, name), staged);
  if (!status.ok()) return status;
  for (const int number : before) {
    std::error_code ignored;
    if (number < generation - 1) {
      fs::remove_all(JoinPath(parent, absl::StrCat(name, ".", number)),
                     ignored);
    }
  }
  return leaf;
}

absl::StatusOr<auth::Certificate> ReadLeaf(const std::string& parent,
                                           const std::string& name) {
  const std::string path = JoinPath(JoinPath(parent, name), "cert.pem");
  const absl::StatusOr<std::string> pem = ReadFile(path, 64 << 10);
  if (!pem.ok()) return pem.status();
  auto chain = auth::Certificate::ChainFromPem(*pem);
  if (!chain.ok()) return chain.status();
  if (chain->empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": no certificate"));
  }
  return chain->front();
}

}  // namespace homeward::cli
