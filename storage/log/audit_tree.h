#ifndef HOMEWARD_STORAGE_LOG_AUDIT_TREE_H_
#define HOMEWARD_STORAGE_LOG_AUDIT_TREE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/digest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_entry.h"
#include "storage/log/merkle.h"
#include "storage/log/merkle_proof.h"

namespace homeward::storage {

// The tree of one log as tiles: what the writer holds in memory (the right
// edge) and where everything else lies in the store. A value: copy it to try an
// append, and drop the copy if the append fails. Thread-compatible.
//
// Rows: a tile of level 0 is written when its 256 leaves are there; a tile of a
// higher level is written anew whenever a hash is added to it.
class AuditTree {
 public:
  explicit AuditTree(AuditKeys keys) : keys_(std::move(keys)) {}

  // Reads the edge of a log whose head row held `frontier`, and checks that
  // tiles and leaves lead to the same peaks.
  //
  // Errors: those of Reader, and
  //   DATA_LOSS  A leaf or tile of the edge is missing or leads elsewhere.
  static absl::StatusOr<AuditTree> Load(const Reader& reader, AuditKeys keys,
                                        const Frontier& frontier);

  const Frontier& frontier() const { return frontier_; }

  void Append(const Hash& leaf);

  // Writes to `batch` every tile that Append() changed since the last call.
  void FlushTiles(Batch* batch);

  // The hash of a complete subtree, from memory or through `reader`. Errors:
  // those of Reader; DATA_LOSS if a tile is missing or cut.
  absl::StatusOr<Hash> Node(const Reader& reader, NodeId id) const;

  // Node() as a function, for as long as this and `reader` live unchanged.
  NodeReader Nodes(const Reader& reader) const;

 private:
  // The tile that is being filled at one level.
  struct Edge {
    uint64_t index = 0;
    std::vector<Hash> hashes;
  };
  struct ChangedTile {
    int level;
    uint64_t index;
    std::vector<Hash> hashes;
  };

  absl::Status LoadLeaves(const Reader& reader, uint64_t size);
  absl::Status LoadLevel(const Reader& reader, int level, uint64_t size);
  void Add(size_t level, const Hash& hash);

  AuditKeys keys_;
  Frontier frontier_;
  std::vector<Edge> edges_;
  std::vector<ChangedTile> full_;
  std::vector<bool> partial_changed_;
};

// The root of 2^n hashes, n being 0 to 8.
Hash FoldHashes(std::vector<Hash> hashes);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_AUDIT_TREE_H_
