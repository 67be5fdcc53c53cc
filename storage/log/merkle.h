#ifndef HOMEWARD_STORAGE_LOG_MERKLE_H_
#define HOMEWARD_STORAGE_LOG_MERKLE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/digest.h"

// The tree of RFC 6962 section 2.1: hashes, the growing edge of a tree, and the
// check of proofs. Pure: no I/O. Thread-safe but for Frontier, which is
// thread-compatible. storage/log/merkle_proof.h makes the proofs.
namespace homeward::storage {

// The hash of a leaf: SHA-256(0x00 || entry).
Hash LeafHash(absl::string_view entry);

// The hash of an inner node: SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// The largest power of two below `size`, where a tree of `size` leaves is cut
// in two. `size` is at least 2.
uint64_t SplitPoint(uint64_t size);

// The right edge of a tree: the roots of its complete subtrees. All that a
// writer needs to append and to know the root, in O(log size) bytes.
class Frontier {
 public:
  Frontier() = default;

  // The edge of a tree of `size` leaves. INVALID_ARGUMENT unless `peaks` has as
  // many hashes as `size` has bits set.
  static absl::StatusOr<Frontier> FromPeaks(uint64_t size,
                                            std::vector<Hash> peaks);

  void Append(const Hash& leaf);

  uint64_t size() const { return size_; }

  // The roots of the complete subtrees, from the first leaf on, so the largest
  // comes first. One for each bit set in size().
  const std::vector<Hash>& peaks() const { return peaks_; }

  // The root of the tree. That of the empty tree is SHA-256 of nothing.
  Hash Root() const;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> peaks_;
};

// Checks that `leaf`, a leaf hash, is number `index` (from 0) of the tree with
// `size` leaves and the root `root`.
//
// Errors:
//   INVALID_ARGUMENT  `index` is not below `size`, or `proof` has another
//                     length than such a proof must have.
//   DATA_LOSS         The proof leads to another root.
//
// Source: RFC 9162 section 2.1.3.2.
absl::Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Hash> proof, const Hash& root);

// Checks that the tree of `new_size` leaves and root `new_root` starts with the
// tree of `old_size` leaves and root `old_root`. An empty old tree is a prefix
// of every tree, with an empty proof.
//
// Errors:
//   INVALID_ARGUMENT  `old_size` is above `new_size`, or `proof` has another
//                     length than such a proof must have.
//   DATA_LOSS         The proof leads to another root: history was rewritten.
//
// Source: RFC 9162 section 2.1.4.2.
absl::Status VerifyConsistency(uint64_t old_size, const Hash& old_root,
                               uint64_t new_size, const Hash& new_root,
                               absl::Span<const Hash> proof);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_MERKLE_H_
