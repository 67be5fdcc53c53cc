#include "services/node/trust.h"

#include <functional>
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
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "services/node/config/config.h"
#include "services/node/config/red_line_files.h"
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

// The directory in a file, signed and read.
struct DirectoryFile {
  v1::Envelope envelope;
  v1::Directory document;
};

absl::StatusOr<DirectoryFile> ReadDirectory(const std::string& path) {
  auto envelope = ReadEnvelope("directory_file", path);
  if (!envelope.ok()) return envelope.status();
  DirectoryFile file{*std::move(envelope), {}};
  if (!file.document.ParseFromString(file.envelope.payload())) {
    return absl::InvalidArgumentError("directory_file: is not a directory");
  }
  return file;
}

// The governance keys that `document` names and the configuration trusts.
absl::StatusOr<auth::Governance> TrustedGovernance(
    const internal::v1::NodeConfig& config, const v1::Directory& document) {
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

// `installed`, a document that the file in `field` holds: an older or an
// expired one is of no use, and no fault.
absl::Status UnlessOfNoUse(absl::string_view field,
                           const absl::Status& installed) {
  if (installed.ok() || absl::IsFailedPrecondition(installed)) {
    return absl::OkStatus();
  }
  return About(field, installed);
}

// Whether `list`, which was to end the time in which the node denies its own
// staff, was not `installed`: nobody could ask the node why once it runs.
bool IsRefusedRescue(const v1::Envelope& list, const absl::Status& installed,
                     const std::string& agency_id,
                     const auth::RevocationSet& present, absl::Time now) {
  const auth::RevocationList* held = present.Find(agency_id);
  v1::RevocationList document;
  return !installed.ok() && held != nullptr &&
         !present.IsFresh(agency_id, now) &&
         document.ParseFromString(list.payload()) &&
         document.number() > held->number();
}

// Takes the documents in the files of `config` that are newer than those here:
// for a node that knows nobody any more, and so can't be told of newer ones.
absl::Status TakeFiles(const internal::v1::NodeConfig& config,
                       const DirectoryFile& directory, policy::Policy& policy,
                       absl::Time now) {
  // An older one need not even hold: other governors may have signed it.
  if (directory.document.version() > policy.current()->directory->version()) {
    absl::Status taken = UnlessOfNoUse(
        "directory_file", policy.InstallDirectory(directory.envelope, now));
    if (!taken.ok()) return taken;
  }
  if (config.revocation_list_file().empty()) return absl::OkStatus();
  auto list =
      ReadEnvelope("revocation_list_file", config.revocation_list_file());
  if (!list.ok()) return list.status();
  const absl::Status installed = policy.InstallRevocationList(*list, now);
  return IsRefusedRescue(*list, installed, config.agency_id(),
                         *policy.current()->revocations, now)
             ? About("revocation_list_file", installed)
             : UnlessOfNoUse("revocation_list_file", installed);
}

}  // namespace

absl::StatusOr<std::unique_ptr<policy::Policy>> OpenPolicy(
    const internal::v1::NodeConfig& config,
    const storage::DocumentStore* documents, storage::Committer* committer,
    std::function<void()> settle_soon) {
  auto directory = ReadDirectory(config.directory_file());
  if (!directory.ok()) return directory.status();
  auto governance = TrustedGovernance(config, directory->document);
  if (!governance.ok()) return governance.status();
  const absl::Time now = absl::Now();
  auto policy = policy::Policy::Open(
      {config.agency_id(), *std::move(governance), directory->envelope,
       [file = config.directory_file()] { return ReadRedLineFiles(file); },
       std::move(settle_soon)},
      documents, committer, now);
  if (!policy.ok()) return About("directory_file", policy.status());
  absl::Status taken = TakeFiles(config, *directory, **policy, now);
  if (!taken.ok()) return taken;
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
