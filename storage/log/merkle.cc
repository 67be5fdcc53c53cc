#include "storage/log/merkle.h"

#include <utility>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"

namespace homeward::storage {
namespace {

constexpr absl::string_view kLeafPrefix("\0", 1);
constexpr absl::string_view kNodePrefix("\1", 1);

absl::Status WrongLength() {
  return absl::InvalidArgumentError(
      "the proof has more or fewer hashes than a tree of this size needs");
}

absl::Status WrongRoot(absl::string_view which) {
  return absl::DataLossError(
      absl::StrCat("the proof leads to another ", which,
                   " root than the one given: the log and the proof disagree"));
}

}  // namespace

Hash LeafHash(absl::string_view entry) { return Sha256({kLeafPrefix, entry}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({kNodePrefix, View(left), View(right)});
}

uint64_t SplitPoint(uint64_t size) { return absl::bit_floor(size - 1); }

absl::StatusOr<Frontier> Frontier::FromPeaks(uint64_t size,
                                             std::vector<Hash> peaks) {
  if (peaks.size() != absl::popcount(size)) {
    return absl::InvalidArgumentError(
        absl::StrCat("a tree of ", size, " leaves has ", absl::popcount(size),
                     " complete subtrees, not ", peaks.size()));
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.peaks_ = std::move(peaks);
  return frontier;
}

void Frontier::Append(const Hash& leaf) {
  Hash peak = leaf;
  // Each trailing one bit of the size is a subtree that this leaf completes.
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    peak = NodeHash(peaks_.back(), peak);
    peaks_.pop_back();
  }
  peaks_.push_back(peak);
  ++size_;
}

Hash Frontier::Root() const {
  if (peaks_.empty()) return Sha256({});
  Hash root = peaks_.back();
  for (size_t i = peaks_.size() - 1; i-- > 0;) {
    root = NodeHash(peaks_[i], root);
  }
  return root;
}

absl::Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Hash> proof, const Hash& root) {
  if (index >= size) {
    return absl::InvalidArgumentError(absl::StrCat(
        "entry ", index, " can't be in a tree of ", size, " entries"));
  }
  uint64_t node = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      // A last node without a right sibling rises unchanged.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (hash != root) return WrongRoot("tree");
  return absl::OkStatus();
}

namespace {

// The walk of a consistency proof from the last node of the old tree up to
// both roots. `first` is the hash where the walk starts.
absl::Status WalkConsistency(uint64_t old_size, const Hash& old_root,
                             uint64_t new_size, const Hash& new_root,
                             const Hash& first, absl::Span<const Hash> proof) {
  uint64_t node = old_size - 1;
  uint64_t last = new_size - 1;
  const int complete = absl::countr_one(node);
  node >>= complete;
  last >>= complete;
  Hash old_hash = first;
  Hash new_hash = first;
  for (const Hash& sibling : proof) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (old_hash != old_root) return WrongRoot("old");
  if (new_hash != new_root) return WrongRoot("new");
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyConsistency(uint64_t old_size, const Hash& old_root,
                               uint64_t new_size, const Hash& new_root,
                               absl::Span<const Hash> proof) {
  if (old_size > new_size) {
    return absl::InvalidArgumentError(absl::StrCat("a tree of ", new_size,
                                                   " entries can't start with ",
                                                   old_size, ": it shrank"));
  }
  if (old_size == 0 || old_size == new_size) {
    if (!proof.empty()) return WrongLength();
    const Hash expected = old_size == 0 ? Sha256({}) : new_root;
    return old_root == expected ? absl::OkStatus() : WrongRoot("old");
  }
  // A complete old tree is a node of the new one, and the proof leaves it out.
  if (absl::has_single_bit(old_size)) {
    return WalkConsistency(old_size, old_root, new_size, new_root, old_root,
                           proof);
  }
  if (proof.empty()) return WrongLength();
  return WalkConsistency(old_size, old_root, new_size, new_root, proof.front(),
                         proof.subspan(1));
}

}  // namespace homeward::storage
