#include "storage/log/audit_tree.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace homeward::storage {
namespace {

constexpr int kTileLevels = 8;  // 2^8 = kTileHashes.

absl::Status Damaged(absl::string_view what, uint64_t index) {
  return absl::DataLossError(absl::StrCat(
      "the audit log is damaged at ", what, " ", index,
      ": run `homeward audit verify`, and restore the store from a backup"));
}

}  // namespace

Hash FoldHashes(std::vector<Hash> hashes) {
  for (size_t width = hashes.size(); width > 1; width /= 2) {
    for (size_t i = 0; i < width / 2; ++i) {
      hashes[i] = NodeHash(hashes[2 * i], hashes[2 * i + 1]);
    }
  }
  return hashes.front();
}

void AuditTree::Append(const Hash& leaf) {
  frontier_.Append(leaf);
  Add(0, leaf);
}

void AuditTree::Add(size_t level, const Hash& hash) {
  if (edges_.size() <= level) {
    edges_.resize(level + 1);
    partial_changed_.resize(level + 1);
  }
  edges_[level].hashes.push_back(hash);
  partial_changed_[level] = level > 0;
  if (edges_[level].hashes.size() < kTileHashes) return;
  const Edge full = std::exchange(
      edges_[level], Edge{edges_[level].index + 1, std::vector<Hash>()});
  partial_changed_[level] = false;
  full_.push_back({static_cast<int>(level), full.index, full.hashes});
  Add(level + 1, FoldHashes(full.hashes));
}

void AuditTree::FlushTiles(Batch* batch) {
  for (const ChangedTile& tile : full_) {
    batch->Put(keys_.Tile(tile.level, tile.index), EncodeTile(tile.hashes));
  }
  full_.clear();
  for (size_t level = 1; level < edges_.size(); ++level) {
    if (!partial_changed_[level]) continue;
    batch->Put(keys_.Tile(static_cast<int>(level), edges_[level].index),
               EncodeTile(edges_[level].hashes));
    partial_changed_[level] = false;
  }
}

absl::StatusOr<Hash> AuditTree::Node(const Reader& reader, NodeId id) const {
  const size_t level = static_cast<size_t>(id.level / kTileLevels);
  const int rise = id.level % kTileLevels;
  const uint64_t first = id.index << rise;
  const uint64_t tile = first / kTileHashes;
  const size_t begin = first % kTileHashes;
  const size_t end = begin + (size_t{1} << rise);
  std::vector<Hash> hashes;
  if (level < edges_.size() && tile == edges_[level].index) {
    hashes = edges_[level].hashes;
  } else {
    const absl::StatusOr<std::optional<Versioned>> row =
        reader.Get(keys_.Tile(static_cast<int>(level), tile));
    if (!row.ok()) return row.status();
    if (!row->has_value()) return Damaged("tile", tile);
    absl::StatusOr<std::vector<Hash>> read = DecodeTile((*row)->value);
    if (!read.ok()) return read.status();
    hashes = *std::move(read);
  }
  if (hashes.size() < end) return Damaged("tile", tile);
  return FoldHashes({hashes.begin() + begin, hashes.begin() + end});
}

NodeReader AuditTree::Nodes(const Reader& reader) const {
  return [this, &reader](NodeId id) { return Node(reader, id); };
}

absl::StatusOr<AuditTree> AuditTree::Load(const Reader& reader, AuditKeys keys,
                                          const Frontier& frontier) {
  AuditTree tree(std::move(keys));
  const uint64_t size = frontier.size();
  absl::Status loaded = tree.LoadLeaves(reader, size);
  if (!loaded.ok()) return loaded;
  for (int level = 1; (size >> (kTileLevels * level)) > 0; ++level) {
    loaded = tree.LoadLevel(reader, level, size);
    if (!loaded.ok()) return loaded;
  }
  tree.frontier_ = frontier;
  const std::vector<NodeId> ids = PeakIds(size);
  for (size_t i = 0; i < ids.size(); ++i) {
    const absl::StatusOr<Hash> peak = tree.Node(reader, ids[i]);
    if (!peak.ok()) return peak.status();
    if (*peak != frontier.peaks()[i]) {
      return Damaged("the entries from", ids[i].index << ids[i].level);
    }
  }
  return tree;
}

absl::Status AuditTree::LoadLeaves(const Reader& reader, uint64_t size) {
  Edge edge{size / kTileHashes, {}};
  ScanRequest request;
  request.begin = keys_.Leaf(edge.index * kTileHashes);
  request.end = ScanPrefix(keys_.LeafPrefix()).end;
  request.max_bytes = kMaxPageBytes;
  uint64_t next = edge.index * kTileHashes;
  for (std::optional<ScanRequest> more = request; more.has_value();) {
    const absl::StatusOr<Page> page = reader.Scan(*more);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      // A leaf past the head was never acknowledged, so it was never written.
      if (next >= size || row.key != keys_.Leaf(next)) {
        return Damaged("entry", next);
      }
      edge.hashes.push_back(LeafHash(row.value));
      ++next;
    }
    more = NextPage(*more, *page);
  }
  if (next != size) return Damaged("entry", next);
  edges_.assign(1, std::move(edge));
  partial_changed_.assign(1, false);
  return absl::OkStatus();
}

absl::Status AuditTree::LoadLevel(const Reader& reader, int level,
                                  uint64_t size) {
  const uint64_t count = size >> (kTileLevels * level);
  Edge edge{count / kTileHashes, {}};
  if (const size_t want = count % kTileHashes; want > 0) {
    const absl::StatusOr<std::optional<Versioned>> row =
        reader.Get(keys_.Tile(level, edge.index));
    if (!row.ok()) return row.status();
    if (!row->has_value()) return Damaged("tile", edge.index);
    absl::StatusOr<std::vector<Hash>> hashes = DecodeTile((*row)->value);
    if (!hashes.ok()) return hashes.status();
    if (hashes->size() != want) return Damaged("tile", edge.index);
    edge.hashes = *std::move(hashes);
  }
  edges_.push_back(std::move(edge));
  partial_changed_.push_back(false);
  return absl::OkStatus();
}

}  // namespace homeward::storage
