#ifndef HOMEWARD_STORAGE_LOG_MERKLE_PROOF_H_
#define HOMEWARD_STORAGE_LOG_MERKLE_PROOF_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/digest.h"

// Makes the proofs of RFC 6962 section 2.1 from stored nodes. Does no I/O but
// through the reader that it is given; keeps nothing of its arguments.
namespace homeward::storage {

// A complete subtree: its 2^level leaves start at leaf index * 2^level. Level 0
// is the leaf hashes.
struct NodeId {
  int level;
  uint64_t index;
};

// Gives the hash of a complete subtree. Its errors pass through unchanged.
using NodeReader = std::function<absl::StatusOr<Hash>(NodeId)>;

// The root of the first `size` leaves. Reads at most one node for each bit of
// `size`.
absl::StatusOr<Hash> RootOf(uint64_t size, const NodeReader& reader);

// The complete subtrees of a tree of `size` leaves, the largest first: the
// nodes that Frontier::peaks() holds.
std::vector<NodeId> PeakIds(uint64_t size);

// The siblings from leaf `index` up to the root of the first `size` leaves,
// lowest first (PATH of RFC 6962 section 2.1.1). INVALID_ARGUMENT unless
// `index` is below `size`.
absl::StatusOr<std::vector<Hash>> MakeInclusionProof(uint64_t index,
                                                     uint64_t size,
                                                     const NodeReader& reader);

// Shows that the first `new_size` leaves start with the first `old_size`
// (PROOF of RFC 6962 section 2.1.2). Empty when either tree is trivially a
// prefix. INVALID_ARGUMENT if `old_size` is above `new_size`.
absl::StatusOr<std::vector<Hash>> MakeConsistencyProof(
    uint64_t old_size, uint64_t new_size, const NodeReader& reader);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_MERKLE_PROOF_H_
