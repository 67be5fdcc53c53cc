#ifndef HOMEWARD_SERVICES_NODE_STORE_H_
#define HOMEWARD_SERVICES_NODE_STORE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "auth/redaction/field_hash.h"
#include "auth/signing/log_key.h"
#include "homeward/internal/v1/config.pb.h"
#include "storage/committer.h"
#include "storage/copies/copy_store.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/keyring.h"
#include "storage/keys/subject_keys.h"
#include "storage/log/audit_log.h"
#include "storage/log/signed_note.h"
#include "storage/notices/notice_store.h"
#include "storage/records/attachment_store.h"
#include "storage/records/document_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"
#include "storage/records/request_store.h"

namespace homeward::node {

// Everything that a node keeps, opened as its configuration says: the engine,
// the keys, the records, the shared documents, the audit log and its one
// writer. Closing it finishes what waits to be written.
class Store {
 public:
  // Opens the store in `config.data_folder`, or makes it. `committer` is how
  // its one writer goes.
  //
  // Errors: those of storage::OpenRocksDb(), Keyring::Open(),
  // ReadRootKeyFile() and AuditLog::Open(), with the name of the configuration
  // field that leads there.
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      const internal::v1::NodeConfig& config,
      storage::CommitterOptions committer);

  // Finishes what waits to be written, and closes.
  ~Store();

  storage::Engine& engine() { return *engine_; }
  storage::SubjectKeys& subject_keys() { return *subject_keys_; }
  const storage::BlindIndex& blind() const { return *blind_; }
  const auth::FieldHasher& field_hasher() const { return *field_hasher_; }
  const storage::RecordStore& records() const { return *records_; }
  const storage::AttachmentStore& attachments() const { return *attachments_; }
  const storage::RequestStore& requests() const { return *requests_; }
  const storage::MatchStore& matches() const { return *matches_; }
  const storage::DocumentStore& documents() const { return *documents_; }
  const storage::DisclosureStore& disclosures() const { return *disclosures_; }
  storage::CopyStore& copies() { return *copies_; }
  const storage::NoticeStore& notices() const { return *notices_; }
  const storage::AuditLog& log() const { return *log_; }
  storage::Committer& committer() { return *committer_; }
  storage::Keyring& keyring() { return *keyring_; }
  // The log's name and origin (see storage::AuditLogOptions), and the key that
  // verifies its checkpoints.
  const std::string& log_name() const { return log_name_; }
  const std::string& log_origin() const { return log_origin_; }
  const storage::NoteKey& log_note_key() const { return *log_note_key_; }

 private:
  Store() = default;

  absl::Status OpenKeys(const internal::v1::NodeConfig& config);
  absl::Status OpenRecords(const internal::v1::NodeConfig& config);
  absl::Status OpenCopies();
  absl::Status OpenLog(const internal::v1::NodeConfig& config);

  // In the order of making: each uses those before it.
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<storage::Keyring> keyring_;
  std::optional<storage::BlindIndex> blind_;
  std::optional<auth::FieldHasher> field_hasher_;
  std::unique_ptr<storage::SubjectKeys> subject_keys_;
  std::unique_ptr<storage::RecordStore> records_;
  std::unique_ptr<storage::AttachmentStore> attachments_;
  std::unique_ptr<storage::RequestStore> requests_;
  std::unique_ptr<storage::MatchStore> matches_;
  std::unique_ptr<storage::DocumentStore> documents_;
  std::unique_ptr<storage::DisclosureStore> disclosures_;
  std::unique_ptr<storage::CopyStore> copies_;
  std::unique_ptr<storage::NoticeStore> notices_;
  std::optional<auth::LogKey> log_key_;
  std::string log_name_;
  std::string log_origin_;
  std::optional<storage::NoteKey> log_note_key_;
  std::unique_ptr<storage::AuditLog> log_;
  std::unique_ptr<storage::Committer> committer_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_STORE_H_
