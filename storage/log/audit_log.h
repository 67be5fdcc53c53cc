#ifndef HOMEWARD_STORAGE_LOG_AUDIT_LOG_H_
#define HOMEWARD_STORAGE_LOG_AUDIT_LOG_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_entry.h"
#include "storage/log/audit_tree.h"
#include "storage/log/checkpoint.h"
#include "storage/log/signed_note.h"

namespace homeward::storage {

// Whose log it is.
struct AuditLogOptions {
  std::string name;    // Of this front: see AuditKeys.
  std::string origin;  // See Checkpoint::origin.
  NoteKey key;         // The public half of what `sign` signs with.
  SignFunction sign;
  Secret details_key;          // 32 bytes; seals the details of new entries.
  std::string details_key_id;  // Names that key.
  // Where the last signed checkpoint is kept, outside the engine and its
  // backups, so that a store that was rolled back is seen.
  std::string head_file;
};

// An entry as it is read back.
struct AuditRecord {
  uint64_t index = 0;
  std::string metadata;
  Hash leaf_hash = {};
  std::optional<Secret> details;  // Absent once they were erased.
};

// What Stage() put in a batch, to be accepted once the batch is durable.
struct StagedAppend {
  uint64_t first_index = 0;
  std::vector<Hash> leaves;
  AuditTree tree;
};

// One append-only log of evidence: the tree of RFC 6962 over Engine rows. Only
// the Committer writes. Reads are thread-safe, and may go on while it writes.
class AuditLog {
 public:
  // Opens the log in `engine`, which must outlive it, or starts an empty one.
  // Checks the head row against the edge of the tree, and the tree against the
  // last signed checkpoint.
  //
  // Errors: those of Reader, and
  //   INVALID_ARGUMENT     The name, or the size of the details key.
  //   DATA_LOSS            Entries or tiles are missing or changed, or the
  //                        store is older than the last signed checkpoint: it
  //                        was rolled back.
  //   FAILED_PRECONDITION  The head file is missing though checkpoints were
  //                        signed, or is of another log or key.
  static absl::StatusOr<std::unique_ptr<AuditLog>> Open(
      Engine* engine, AuditLogOptions options);

  // How many entries are durable, and their root.
  Checkpoint Current() const;

  // The last signed checkpoint, a signed note; empty if none was signed yet.
  std::string SignedHead() const;
  // How many entries it covers.
  uint64_t SignedSize() const;
  // What became of the last SignHead(); OK before the first.
  absl::Status LastSigning() const;

  // Entries from `begin` on, at most `limit` (1 to 1,000), fewer at the end.
  // DATA_LOSS if one is missing or its details were changed. Details under an
  // earlier details key come back absent, as erased ones do.
  absl::StatusOr<std::vector<AuditRecord>> Read(uint64_t begin,
                                                size_t limit) const;

  // The entries with `topic`, in order, at most `limit` (1 to 1,000).
  absl::StatusOr<std::vector<AuditRecord>> Find(absl::string_view topic,
                                                size_t limit) const;

  // Whether `sealed`, the details' row of the entry `index`, can still be read.
  bool Opens(uint64_t index, absl::string_view sealed) const;

  // The proofs of storage/log/merkle_proof.h for the first `size` entries,
  // which must be durable: OUT_OF_RANGE if not.
  absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index,
                                                   uint64_t size) const;
  absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t old_size,
                                                     uint64_t size) const;

  // For the Committer, on its one thread:

  // Adds to `batch` the rows of `entries`, and the condition that nobody else
  // appended. Changes nothing else. Errors: INVALID_ARGUMENT if an entry is
  // over its limits; UNAVAILABLE if there are no random bytes.
  absl::StatusOr<StagedAppend> Stage(absl::Span<const AuditEntry> entries,
                                     Batch* batch) const;

  // Call once the batch of `staged` is durable as `version`.
  void Accept(StagedAppend staged, Version version);

  // Reads the head again, after a commit whose outcome is unknown. Errors as
  // for Open().
  absl::Status Reload();

  // Whether a conflict on `key` means that somebody else wrote this log.
  // FAILED_PRECONDITION if so: this front was replaced, and must stop.
  absl::Status CheckNotReplaced(absl::Span<const std::string> conflicts) const;

  // Signs the current head, if it grew since the last time, and keeps it in the
  // head file. Errors: those of `sign`; UNAVAILABLE if the file can't be
  // written.
  absl::Status SignHead();

 private:
  AuditLog(Engine* engine, AuditLogOptions options, AuditKeys keys);

  absl::Status CheckSignedHead();
  absl::Status SignAndKeep(const Checkpoint& current);
  absl::StatusOr<std::string> SealDetails(uint64_t index,
                                          absl::string_view details) const;
  absl::StatusOr<Secret> OpenDetails(uint64_t index,
                                     absl::string_view sealed) const;
  absl::StatusOr<AuditRecord> ReadOne(uint64_t index) const;
  absl::StatusOr<AuditRecord> ToRecord(
      uint64_t index, absl::string_view leaf,
      const std::optional<Versioned>& details) const;
  absl::StatusOr<AuditTree> TreeOfAtLeast(uint64_t size) const;

  Engine* const engine_;
  const AuditLogOptions options_;
  const AuditKeys keys_;

  mutable absl::Mutex mutex_;
  AuditTree tree_ ABSL_GUARDED_BY(mutex_);
  std::optional<Version> meta_version_ ABSL_GUARDED_BY(mutex_);
  std::string signed_head_ ABSL_GUARDED_BY(mutex_);
  uint64_t signed_size_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status last_signing_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_AUDIT_LOG_H_
