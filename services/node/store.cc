#include "services/node/store.h"

#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/signing/log_key.h"
#include "auth/signing/secret.h"
#include "homeward/internal/v1/config.pb.h"
#include "storage/committer.h"
#include "storage/durable_file.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/keys/keyring.h"
#include "storage/keys/root_key.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_log.h"
#include "storage/log/signed_note.h"

namespace homeward::node {
namespace {

constexpr size_t kMaxPemBytes = 64 << 10;
constexpr char kDetailsKey[] = "audit-details/1";

// `status` with the configuration field that leads to it.
absl::Status About(absl::string_view field, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(),
                      absl::StrCat(field, ": ", status.message()));
}

absl::Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(absl::StrCat(
      "data_folder: can't make ", path, "; does its parent folder exist?"));
}

// A new keyring beside a store with rows would hide all that it holds: index
// terms made with another key find nothing.
absl::Status CheckStoreIsNew(const storage::Engine& engine,
                             const std::string& keyring) {
  storage::ScanRequest first_row;
  first_row.limit = 1;
  auto page = engine.Scan(first_row);
  if (!page.ok()) return page.status();
  if (page->rows.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "data_folder: the store has rows, but its keyring is missing; restore "
      "the newest copy of the keyring to ",
      keyring));
}

std::string NodeName(const internal::v1::NodeConfig& config) {
  return config.node_id().empty() ? "1" : config.node_id();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Store::Open(
    const internal::v1::NodeConfig& config,
    storage::CommitterOptions committer) {
  auto store = absl::WrapUnique(new Store());
  absl::Status folder = MakeFolder(config.data_folder());
  if (!folder.ok()) return folder;
  auto engine = storage::OpenRocksDb(config.data_folder() + "/store");
  if (!engine.ok()) return About("data_folder", engine.status());
  store->engine_ = *std::move(engine);
  absl::Status keys = store->OpenKeys(config);
  if (!keys.ok()) return keys;
  absl::Status records = store->OpenRecords(config);
  if (!records.ok()) return records;
  absl::Status copies = store->OpenCopies();
  if (!copies.ok()) return copies;
  absl::Status log = store->OpenLog(config);
  if (!log.ok()) return log;
  store->committer_ = std::make_unique<storage::Committer>(
      store->engine_.get(), store->log_.get(), std::move(committer));
  return store;
}

absl::Status Store::OpenKeys(const internal::v1::NodeConfig& config) {
  auto root_key = storage::ReadRootKeyFile(config.root_key_file());
  if (!root_key.ok()) return About("root_key_file", root_key.status());
  const std::string path = config.data_folder() + "/keyring";
  absl::Status folder = MakeFolder(path);
  if (!folder.ok()) return folder;
  auto keyring = storage::Keyring::Open(path, root_key->Clone());
  if (absl::IsNotFound(keyring.status())) {
    absl::Status is_new = CheckStoreIsNew(*engine_, path);
    if (!is_new.ok()) return is_new;
    absl::Status created = storage::Keyring::Create(path, *root_key);
    if (!created.ok()) return About("data_folder", created);
    keyring = storage::Keyring::Open(path, root_key->Clone());
  }
  if (!keyring.ok()) return About("root_key_file", keyring.status());
  keyring_ = *std::move(keyring);

  auto blind_key = keyring_->NamedKey("blind");
  if (!blind_key.ok()) return blind_key.status();
  auto blind = storage::BlindIndex::Create(*std::move(blind_key));
  if (!blind.ok()) return blind.status();
  blind_.emplace(*std::move(blind));
  auto hash_key = keyring_->NamedKey("field-hash");
  if (!hash_key.ok()) return hash_key.status();
  auto hasher = auth::FieldHasher::Create(auth::Secret(hash_key->view()));
  if (!hasher.ok()) return hasher.status();
  field_hasher_.emplace(*std::move(hasher));
  auto subject_keys = storage::SubjectKeys::Open(engine_.get(), keyring_.get());
  if (!subject_keys.ok()) return subject_keys.status();
  subject_keys_ = *std::move(subject_keys);
  auto document_key = keyring_->NamedKey("documents");
  if (!document_key.ok()) return document_key.status();
  documents_ = std::make_unique<storage::DocumentStore>(
      engine_.get(), &*blind_, *std::move(document_key));
  return absl::OkStatus();
}

absl::Status Store::OpenRecords(const internal::v1::NodeConfig& config) {
  records_ = std::make_unique<storage::RecordStore>(
      engine_.get(), subject_keys_.get(), &*blind_, config.agency_id());
  attachments_ = std::make_unique<storage::AttachmentStore>(
      engine_.get(), subject_keys_.get(), config.agency_id());
  auto swept = attachments_->Sweep();
  if (!swept.ok()) return About("data_folder", swept.status());
  auto request_key = keyring_->NamedKey("requests");
  if (!request_key.ok()) return request_key.status();
  requests_ = std::make_unique<storage::RequestStore>(engine_.get(), &*blind_,
                                                      *std::move(request_key));
  auto match_key = keyring_->NamedKey("matches");
  if (!match_key.ok()) return match_key.status();
  matches_ = std::make_unique<storage::MatchStore>(engine_.get(), &*blind_,
                                                   *std::move(match_key));
  return absl::OkStatus();
}

absl::Status Store::OpenCopies() {
  auto disclosure_key = keyring_->NamedKey("disclosures");
  if (!disclosure_key.ok()) return disclosure_key.status();
  disclosures_ = std::make_unique<storage::DisclosureStore>(
      engine_.get(), &*blind_, *std::move(disclosure_key));
  auto copy_key = keyring_->NamedKey("copies");
  if (!copy_key.ok()) return copy_key.status();
  copies_ = std::make_unique<storage::CopyStore>(
      engine_.get(), subject_keys_.get(), *std::move(copy_key));
  auto notice_key = keyring_->NamedKey("notices");
  if (!notice_key.ok()) return notice_key.status();
  notices_ = std::make_unique<storage::NoticeStore>(engine_.get(),
                                                    *std::move(notice_key));
  return absl::OkStatus();
}

absl::Status Store::OpenLog(const internal::v1::NodeConfig& config) {
  auto pem = storage::ReadPrivateFile(config.log_key_file(), kMaxPemBytes);
  if (!pem.ok()) return About("log_key_file", pem.status());
  auto key = auth::LogKey::FromPem(*pem);
  storage::WipeString(&*pem);
  if (!key.ok()) return About("log_key_file", key.status());
  log_key_.emplace(*std::move(key));
  const std::string name =
      absl::StrCat(config.agency_id(), "-", NodeName(config));
  auto note_key = storage::NoteKey::Create(name, log_key_->public_key());
  if (!note_key.ok()) return note_key.status();
  log_note_key_.emplace(*std::move(note_key));
  log_name_ = absl::StrCat("node-", NodeName(config));
  log_origin_ = absl::StrCat(config.federation(), "/agency/",
                             config.agency_id(), "/node/", NodeName(config));
  auto details_key = keyring_->NamedKey(kDetailsKey);
  if (!details_key.ok()) return details_key.status();
  auto log = storage::AuditLog::Open(
      engine_.get(),
      {log_name_, log_origin_, *log_note_key_,
       [this](absl::string_view message) { return log_key_->Sign(message); },
       *std::move(details_key), kDetailsKey,
       config.data_folder() + "/log-head"});
  if (!log.ok()) return About("data_folder", log.status());
  log_ = *std::move(log);
  return absl::OkStatus();
}

Store::~Store() {
  if (committer_ != nullptr) committer_->Stop();
}

}  // namespace homeward::node
