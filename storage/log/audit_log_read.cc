#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/keys/seal.h"
#include "storage/log/audit_log.h"
#include "storage/log/merkle_proof.h"

// The reading half of AuditLog.
namespace homeward::storage {
namespace {

constexpr size_t kMaxReadEntries = 1000;

}  // namespace

absl::StatusOr<AuditTree> AuditLog::TreeOfAtLeast(uint64_t size) const {
  absl::MutexLock lock(&mutex_);
  if (size > tree_.frontier().size()) {
    return absl::OutOfRangeError(absl::StrCat(
        "the log has ", tree_.frontier().size(), " entries, not ", size));
  }
  return tree_;
}

absl::StatusOr<std::vector<Hash>> AuditLog::InclusionProof(
    uint64_t index, uint64_t size) const {
  const absl::StatusOr<AuditTree> tree = TreeOfAtLeast(size);
  if (!tree.ok()) return tree.status();
  return MakeInclusionProof(index, size, tree->Nodes(*engine_));
}

absl::StatusOr<std::vector<Hash>> AuditLog::ConsistencyProof(
    uint64_t old_size, uint64_t size) const {
  const absl::StatusOr<AuditTree> tree = TreeOfAtLeast(size);
  if (!tree.ok()) return tree.status();
  return MakeConsistencyProof(old_size, size, tree->Nodes(*engine_));
}

absl::StatusOr<AuditRecord> AuditLog::ReadOne(uint64_t index) const {
  const std::vector<std::string> keys = {keys_.Leaf(index),
                                         keys_.Details(index)};
  const auto rows = engine_->MultiGet(keys);
  if (!rows.ok()) return rows.status();
  if (!(*rows)[0].has_value()) {
    return absl::DataLossError(
        absl::StrCat("audit entry ", index, " is missing"));
  }
  return ToRecord(index, (*rows)[0]->value, (*rows)[1]);
}

absl::StatusOr<std::vector<AuditRecord>> AuditLog::Read(uint64_t begin,
                                                        size_t limit) const {
  const uint64_t size = Current().size;
  const uint64_t end =
      begin >= size
          ? begin
          : begin + std::min<uint64_t>(size - begin,
                                       std::min(limit, kMaxReadEntries));
  std::vector<AuditRecord> records;
  for (uint64_t index = begin; index < end; ++index) {
    absl::StatusOr<AuditRecord> record = ReadOne(index);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  return records;
}

absl::StatusOr<std::vector<AuditRecord>> AuditLog::Find(absl::string_view topic,
                                                        size_t limit) const {
  ScanRequest request = ScanPrefix(keys_.TopicPrefix(topic));
  request.limit = std::min(limit, kMaxReadEntries);
  const absl::StatusOr<Page> page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<AuditRecord> records;
  for (const Row& row : page->rows) {
    const absl::StatusOr<uint64_t> index = keys_.TopicIndex(row.key);
    if (!index.ok()) return index.status();
    absl::StatusOr<AuditRecord> record = ReadOne(*index);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  return records;
}

absl::StatusOr<Secret> AuditLog::OpenDetails(uint64_t index,
                                             absl::string_view sealed) const {
  const std::string name = absl::StrCat(index);
  return Unseal(options_.details_key,
                {"audit_details", name, options_.origin, kAuditDetailsSchema,
                 options_.details_key_id},
                sealed);
}

bool AuditLog::Opens(uint64_t index, absl::string_view sealed) const {
  return OpenDetails(index, sealed).ok();
}

absl::StatusOr<AuditRecord> AuditLog::ToRecord(
    uint64_t index, absl::string_view leaf,
    const std::optional<Versioned>& details) const {
  absl::StatusOr<AuditLeaf> parsed = DecodeAuditLeaf(leaf);
  if (!parsed.ok()) return parsed.status();
  AuditRecord record;
  record.index = index;
  record.metadata = std::move(parsed->metadata);
  record.leaf_hash = LeafHash(leaf);
  if (!details.has_value()) return record;
  if (Sha256({details->value}) != parsed->details_hash) {
    return absl::DataLossError(
        absl::StrCat("the details of audit entry ", index, " were changed"));
  }
  absl::StatusOr<Secret> opened = OpenDetails(index, details->value);
  // They are whole, as their hash shows: another key sealed them.
  if (opened.ok()) record.details = *std::move(opened);
  return record;
}

}  // namespace homeward::storage
