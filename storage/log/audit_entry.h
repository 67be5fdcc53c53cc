#ifndef HOMEWARD_STORAGE_LOG_AUDIT_ENTRY_H_
#define HOMEWARD_STORAGE_LOG_AUDIT_ENTRY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/digest.h"
#include "storage/log/merkle.h"

// The rows of an audit log, byte by byte. Pure and thread-safe. Source:
// docs/audit_log.md, "Rows".
namespace homeward::storage {

inline constexpr size_t kAuditSaltBytes = 16;
inline constexpr size_t kMaxAuditMetadataBytes = 16 << 10;
inline constexpr size_t kMaxAuditDetailsBytes = 32 << 10;
inline constexpr size_t kMaxAuditTopicBytes = 64;
// The schema version under which details are sealed.
inline constexpr uint32_t kAuditDetailsSchema = 1;
// The hashes of one full tile: 8 levels of the tree.
inline constexpr size_t kTileHashes = 256;

// What the caller wants remembered.
struct AuditEntry {
  // A serialized message without personal data. Stays readable for ever. At
  // most kMaxAuditMetadataBytes.
  std::string metadata;
  // A serialized message that may name people. Sealed; can be erased and leaves
  // every proof valid. At most kMaxAuditDetailsBytes.
  std::string details;
  // By what AuditLog::Find() finds the entry, such as the random id of a query;
  // no part of the evidence. Empty: by nothing. At most kMaxAuditTopicBytes.
  std::string topic = {};
};

// A leaf as it is stored and hashed: salt || metadata || SHA-256 of the sealed
// details.
struct AuditLeaf {
  std::string salt;
  std::string metadata;
  Hash details_hash = {};
};
std::string EncodeAuditLeaf(const AuditLeaf& leaf);
// DATA_LOSS if `bytes` is shorter than salt and hash.
absl::StatusOr<AuditLeaf> DecodeAuditLeaf(absl::string_view bytes);

// The head that the writer goes on from: size and peaks of the tree.
std::string EncodeAuditMeta(const Frontier& frontier);
// DATA_LOSS if `bytes` is not what EncodeAuditMeta() writes.
absl::StatusOr<Frontier> DecodeAuditMeta(absl::string_view bytes);

// Hashes one after the other.
std::string EncodeTile(const std::vector<Hash>& hashes);
// DATA_LOSS unless `bytes` is 1 to 256 whole hashes.
absl::StatusOr<std::vector<Hash>> DecodeTile(absl::string_view bytes);

// The keys of the rows of the log `name`. Every front node has a log, and so a
// name, of its own.
class AuditKeys {
 public:
  // INVALID_ARGUMENT unless `name` is 1 to 64 of a-z, 0-9, "-" and ".".
  static absl::StatusOr<AuditKeys> Create(absl::string_view name);

  std::string LeafPrefix() const;
  std::string Leaf(uint64_t index) const;
  // The sealed details of leaf `index`.
  std::string Details(uint64_t index) const;
  // Tile `index` of hashes at tree level 8 * `level`.
  std::string Tile(int level, uint64_t index) const;
  // The row that says that the entry `index` has the topic, and what those of
  // one topic start with.
  std::string Topic(absl::string_view topic, uint64_t index) const;
  std::string TopicPrefix(absl::string_view topic) const;
  // What the rows of all topics start with.
  std::string TopicsPrefix() const;
  // The index in such a row's key. DATA_LOSS if it has none.
  absl::StatusOr<uint64_t> TopicIndex(absl::string_view key) const;
  std::string Meta() const;
  // The last signed checkpoint but one, or the last.
  std::string Head() const;

 private:
  explicit AuditKeys(absl::string_view name);

  std::string prefix_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_AUDIT_ENTRY_H_
