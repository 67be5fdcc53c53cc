#include "storage/log/audit_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/durable_file.h"
#include "storage/keys/seal.h"
#include "storage/log/merkle_proof.h"

namespace homeward::storage {
namespace {

constexpr size_t kMaxHeadBytes = 64 << 10;

absl::Status Annotate(const absl::Status& status, absl::string_view where) {
  return absl::Status(status.code(),
                      absl::StrCat(where, ": ", status.message()));
}

absl::Status CheckSizes(const AuditEntry& entry) {
  if (entry.metadata.size() <= kMaxAuditMetadataBytes &&
      entry.details.size() <= kMaxAuditDetailsBytes &&
      entry.topic.size() <= kMaxAuditTopicBytes) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "an audit entry has at most ", kMaxAuditMetadataBytes,
      " bytes of metadata, ", kMaxAuditDetailsBytes, " of details and ",
      kMaxAuditTopicBytes, " of topic; this has ", entry.metadata.size(), ", ",
      entry.details.size(), " and ", entry.topic.size()));
}

}  // namespace

AuditLog::AuditLog(Engine* engine, AuditLogOptions options, AuditKeys keys)
    : engine_(engine),
      options_(std::move(options)),
      keys_(std::move(keys)),
      tree_(keys_) {}

absl::StatusOr<std::unique_ptr<AuditLog>> AuditLog::Open(
    Engine* engine, AuditLogOptions options) {
  absl::StatusOr<AuditKeys> keys = AuditKeys::Create(options.name);
  if (!keys.ok()) return keys.status();
  // Private constructor.
  std::unique_ptr<AuditLog> log(
      new AuditLog(engine, std::move(options), *std::move(keys)));
  const absl::StatusOr<std::string> sealed = log->SealDetails(0, "");
  if (!sealed.ok()) return Annotate(sealed.status(), "the details key");
  absl::Status loaded = log->Reload();
  if (!loaded.ok()) return loaded;
  loaded = log->CheckSignedHead();
  if (!loaded.ok()) return loaded;
  return log;
}

absl::Status AuditLog::Reload() {
  const absl::StatusOr<std::optional<Versioned>> meta =
      engine_->Get(keys_.Meta());
  if (!meta.ok()) return meta.status();
  Frontier frontier;
  std::optional<Version> version;
  if (meta->has_value()) {
    absl::StatusOr<Frontier> stored = DecodeAuditMeta((*meta)->value);
    if (!stored.ok()) return stored.status();
    frontier = *std::move(stored);
    version = (*meta)->version;
  }
  absl::StatusOr<AuditTree> tree = AuditTree::Load(*engine_, keys_, frontier);
  if (!tree.ok()) return tree.status();
  absl::MutexLock lock(&mutex_);
  if (frontier.size() < tree_.frontier().size()) {
    return absl::DataLossError(
        "the store holds fewer audit entries than were durable: it was rolled "
        "back; stop this node and restore the newest copy");
  }
  tree_ = *std::move(tree);
  meta_version_ = version;
  return absl::OkStatus();
}

absl::Status AuditLog::CheckSignedHead() {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<std::string> note =
      ReadSmallFile(options_.head_file, kMaxHeadBytes);
  if (absl::IsNotFound(note.status())) {
    const absl::StatusOr<std::optional<Versioned>> row =
        engine_->Get(keys_.Head());
    if (!row.ok()) return row.status();
    if (!row->has_value()) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat(
        options_.head_file,
        " is missing, but this log has signed checkpoints: put it back, so "
        "that a rolled back store can be told from a whole one"));
  }
  if (!note.ok()) return note.status();
  const absl::StatusOr<Checkpoint> head =
      OpenCheckpoint(*note, options_.key, options_.origin);
  if (!head.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(options_.head_file, ": ", head.status().message(),
                     "; put back its newest copy, or the log's key"));
  }
  if (head->size > tree_.frontier().size()) {
    return absl::DataLossError(absl::StrCat(
        "the audit log has ", tree_.frontier().size(), " entries, but ",
        head->size, " were signed for in ", options_.head_file,
        ": the store was rolled back; restore the newest copy"));
  }
  const absl::StatusOr<Hash> root = RootOf(head->size, tree_.Nodes(*engine_));
  if (!root.ok()) return root.status();
  if (*root != head->root) {
    return absl::DataLossError(absl::StrCat(
        "the first ", head->size, " entries of the audit log are not those ",
        "signed for in ", options_.head_file,
        ": run `homeward audit verify`, and restore the newest copy"));
  }
  signed_head_ = *note;
  signed_size_ = head->size;
  return absl::OkStatus();
}

Checkpoint AuditLog::Current() const {
  absl::MutexLock lock(&mutex_);
  return {options_.origin, tree_.frontier().size(), tree_.frontier().Root(),
          ""};
}

uint64_t AuditLog::SignedSize() const {
  absl::MutexLock lock(&mutex_);
  return signed_size_;
}

absl::Status AuditLog::LastSigning() const {
  absl::MutexLock lock(&mutex_);
  return last_signing_;
}

std::string AuditLog::SignedHead() const {
  absl::MutexLock lock(&mutex_);
  return signed_head_;
}

absl::StatusOr<std::string> AuditLog::SealDetails(
    uint64_t index, absl::string_view details) const {
  const std::string record = absl::StrCat(index);
  return Seal(options_.details_key,
              {"audit_details", record, options_.origin, kAuditDetailsSchema,
               options_.details_key_id},
              details);
}

absl::StatusOr<StagedAppend> AuditLog::Stage(
    absl::Span<const AuditEntry> entries, Batch* batch) const {
  absl::MutexLock lock(&mutex_);
  StagedAppend staged{tree_.frontier().size(), {}, tree_};
  if (entries.empty()) return staged;
  for (const AuditEntry& entry : entries) {
    absl::Status sizes = CheckSizes(entry);
    if (!sizes.ok()) return sizes;
    const uint64_t index = staged.tree.frontier().size();
    absl::StatusOr<std::string> salt = RandomBytes(kAuditSaltBytes);
    if (!salt.ok()) return salt.status();
    const absl::StatusOr<std::string> sealed =
        SealDetails(index, entry.details);
    if (!sealed.ok()) return sealed.status();
    const std::string leaf =
        EncodeAuditLeaf({*std::move(salt), entry.metadata, Sha256({*sealed})});
    batch->Put(keys_.Leaf(index), leaf);
    batch->Put(keys_.Details(index), *sealed);
    if (!entry.topic.empty()) batch->Put(keys_.Topic(entry.topic, index), "");
    staged.leaves.push_back(LeafHash(leaf));
    staged.tree.Append(staged.leaves.back());
  }
  staged.tree.FlushTiles(batch);
  batch->Put(keys_.Meta(), EncodeAuditMeta(staged.tree.frontier()));
  if (meta_version_.has_value()) {
    batch->ExpectVersion(keys_.Meta(), *meta_version_);
  } else {
    batch->ExpectAbsent(keys_.Meta());
  }
  if (!signed_head_.empty()) batch->Put(keys_.Head(), signed_head_);
  return staged;
}

void AuditLog::Accept(StagedAppend staged, Version version) {
  if (staged.leaves.empty()) return;
  absl::MutexLock lock(&mutex_);
  tree_ = std::move(staged.tree);
  meta_version_ = std::move(version);
}

absl::Status AuditLog::CheckNotReplaced(
    absl::Span<const std::string> conflicts) const {
  if (std::find(conflicts.begin(), conflicts.end(), keys_.Meta()) ==
      conflicts.end()) {
    return absl::OkStatus();
  }
  const absl::StatusOr<std::optional<Versioned>> meta =
      engine_->Get(keys_.Meta());
  if (!meta.ok()) return meta.status();
  absl::MutexLock lock(&mutex_);
  const bool same = meta->has_value() ? meta_version_.has_value() &&
                                            (*meta)->version == *meta_version_
                                      : !meta_version_.has_value();
  if (same) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "another process writes this audit log: stop it or this node, and give "
      "each front a log name of its own");
}

absl::Status AuditLog::SignHead() {
  const Checkpoint current = Current();
  {
    absl::MutexLock lock(&mutex_);
    if (current.size <= signed_size_) return absl::OkStatus();
  }
  absl::Status status = SignAndKeep(current);
  absl::MutexLock lock(&mutex_);
  last_signing_ = status;
  return status;
}

absl::Status AuditLog::SignAndKeep(const Checkpoint& current) {
  const absl::StatusOr<std::string> note =
      SignCheckpoint(current, options_.key, options_.sign);
  if (!note.ok()) return note.status();
  // Kept before anyone can see it: what was shown must bind us after a crash.
  absl::Status kept = ReplaceFile(options_.head_file, *note);
  if (!kept.ok()) return kept;
  absl::MutexLock lock(&mutex_);
  signed_head_ = *note;
  signed_size_ = current.size;
  return absl::OkStatus();
}

}  // namespace homeward::storage
