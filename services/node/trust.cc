#include "services/node/trust.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "auth/identity/directory.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "services/policy/policy.h"
#include "services/policy/revocation_keeper.h"
#include "storage/durable_file.h"
#include "storage/keys/secret.h"

namespace homeward::node {
namespace {

constexpr size_t kMaxEnvelopeBytes = 2 << 20;
constexpr size_t kMaxPemBytes = 64 << 10;

absl::Status About(absl::string_view field, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(field, ": ", status.message()));
}

absl::StatusOr<v1::Envelope> ReadEnvelope(absl::string_view field,
                                          const std::string& path) {
  auto bytes = storage::ReadSmallFile(path, kMaxEnvelopeBytes);
  if (!bytes.ok()) return About(field, bytes.status());
  v1::Envelope envelope;
  if (!envelope.ParseFromString(*bytes)) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ": ", path, " is not a signed document"));
  }
  return envelope;
}

// The governance keys that `directory` names and the configuration trusts.
absl::StatusOr<auth::Governance> TrustedGovernance(
    const internal::v1::NodeConfig& config, const v1::Envelope& directory) {
  v1::Directory document;
  if (!document.ParseFromString(directory.payload())) {
    return absl::InvalidArgumentError("directory_file: is not a directory");
  }
  auth::Governance governance;
  governance.threshold = config.governance_threshold();
  for (const std::string& der : document.governance().public_keys()) {
    auto key = auth::PublicKey::FromSpkiDer(der);
    if (!key.ok()) return About("directory_file", key.status());
    if (absl::c_linear_search(config.governance_fingerprints(),
                              absl::BytesToHexString(key->key_id()))) {
      governance.keys.push_back(*std::move(key));
    }
  }
  if (static_cast<int>(governance.keys.size()) < governance.threshold) {
    return absl::InvalidArgumentError(
        "governance_fingerprints: the directory's governance is not the one "
        "that was compared when this agency joined; compare the fingerprints "
        "again");
  }
  return governance;
}

}  // namespace

absl::StatusOr<std::unique_ptr<policy::Policy>> OpenPolicy(
    const internal::v1::NodeConfig& config,
    const storage::DocumentStore* documents, storage::Committer* committer) {
  auto directory = ReadEnvelope("directory_file", config.directory_file());
  if (!directory.ok()) return directory.status();
  auto governance = TrustedGovernance(config, *directory);
  if (!governance.ok()) return governance.status();
  const absl::Time now = absl::Now();
  auto policy = policy::Policy::Open(
      {config.agency_id(), *std::move(governance), *directory}, documents,
      committer, now);
  if (!policy.ok()) return About("directory_file", policy.status());
  if (!config.revocation_list_file().empty()) {
    auto list =
        ReadEnvelope("revocation_list_file", config.revocation_list_file());
    if (!list.ok()) return list.status();
    absl::Status installed = (*policy)->InstallRevocationList(*list, now);
    // An older one than that in the store is of no use, and no fault.
    if (!installed.ok() && !absl::IsFailedPrecondition(installed)) {
      return About("revocation_list_file", installed);
    }
  }
  return policy;
}

absl::StatusOr<std::unique_ptr<policy::RevocationKeeper>> OpenRevocationKeeper(
    const internal::v1::NodeConfig& config, policy::Policy* policy) {
  if (config.revocation_key_file().empty()) {
    return std::unique_ptr<policy::RevocationKeeper>();
  }
  auto pem =
      storage::ReadPrivateFile(config.revocation_key_file(), kMaxPemBytes);
  if (!pem.ok()) return About("revocation_key_file", pem.status());
  auto key = auth::SigningKey::FromPem(*pem);
  storage::WipeString(&*pem);
  if (!key.ok()) return About("revocation_key_file", key.status());
  return std::make_unique<policy::RevocationKeeper>(config.agency_id(),
                                                    *std::move(key), policy);
}

}  // namespace homeward::node
