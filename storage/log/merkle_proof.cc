#include "storage/log/merkle_proof.h"

#include <algorithm>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "storage/log/merkle.h"

namespace homeward::storage {
namespace {

// Leaves [begin, end). `begin` is a multiple of the power of two at or above
// the width, as every subtree of RFC 6962 is.
struct Range {
  uint64_t begin;
  uint64_t end;

  uint64_t width() const { return end - begin; }
  uint64_t middle() const { return begin + SplitPoint(width()); }
  Range left() const { return {begin, middle()}; }
  Range right() const { return {middle(), end}; }
};

// The complete subtrees of `range`, largest first.
std::vector<NodeId> Peaks(Range range) {
  std::vector<NodeId> peaks;
  while (range.begin < range.end) {
    const uint64_t width = absl::bit_floor(range.width());
    const int level = absl::countr_zero(width);
    peaks.push_back({level, range.begin >> level});
    range.begin += width;
  }
  return peaks;
}

absl::StatusOr<Hash> HashOf(Range range, const NodeReader& reader) {
  const std::vector<NodeId> peaks = Peaks(range);
  absl::StatusOr<Hash> hash = reader(peaks.back());
  for (size_t i = peaks.size() - 1; i-- > 0 && hash.ok();) {
    const absl::StatusOr<Hash> left = reader(peaks[i]);
    if (!left.ok()) return left.status();
    hash = NodeHash(*left, *hash);
  }
  return hash;
}

// The hashes of `siblings`, the last first: they are collected on the way down
// and a proof is read on the way up.
absl::StatusOr<std::vector<Hash>> HashesUpwards(
    const std::vector<Range>& siblings, const NodeReader& reader) {
  std::vector<Hash> proof;
  for (size_t i = siblings.size(); i-- > 0;) {
    const absl::StatusOr<Hash> hash = HashOf(siblings[i], reader);
    if (!hash.ok()) return hash.status();
    proof.push_back(*hash);
  }
  return proof;
}

}  // namespace

absl::StatusOr<Hash> RootOf(uint64_t size, const NodeReader& reader) {
  if (size == 0) return Sha256({});
  return HashOf({0, size}, reader);
}

std::vector<NodeId> PeakIds(uint64_t size) { return Peaks({0, size}); }

absl::StatusOr<std::vector<Hash>> MakeInclusionProof(uint64_t index,
                                                     uint64_t size,
                                                     const NodeReader& reader) {
  if (index >= size) {
    return absl::InvalidArgumentError(absl::StrCat(
        "entry ", index, " is not in a tree of ", size, " entries"));
  }
  std::vector<Range> siblings;
  for (Range tree{0, size}; tree.width() > 1;) {
    const bool go_left = index < tree.middle();
    siblings.push_back(go_left ? tree.right() : tree.left());
    tree = go_left ? tree.left() : tree.right();
  }
  return HashesUpwards(siblings, reader);
}

absl::StatusOr<std::vector<Hash>> MakeConsistencyProof(
    uint64_t old_size, uint64_t new_size, const NodeReader& reader) {
  if (old_size > new_size) {
    return absl::InvalidArgumentError(absl::StrCat("a tree of ", new_size,
                                                   " entries can't start with ",
                                                   old_size, " entries"));
  }
  std::vector<Range> siblings;
  if (old_size == 0) return std::vector<Hash>();
  Range tree{0, new_size};
  while (tree.end != old_size) {
    const bool go_left = old_size <= tree.middle();
    siblings.push_back(go_left ? tree.right() : tree.left());
    tree = go_left ? tree.left() : tree.right();
  }
  // The whole old tree is known to the verifier by its root.
  if (tree.begin != 0) siblings.push_back(tree);
  return HashesUpwards(siblings, reader);
}

}  // namespace homeward::storage
