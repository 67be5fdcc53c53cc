#include "storage/log/audit_verify.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/audit_entry.h"
#include "storage/log/audit_tree.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/log/merkle_proof.h"

namespace homeward::storage {
namespace {

constexpr uint64_t kPageEntries = 256;  // A tile.

// One run of the check. Its steps return false once a problem was found, and
// an error if they could not look.
class Check {
 public:
  Check(const Reader& reader, const AuditVerifyRequest& request, AuditKeys keys)
      : reader_(reader), request_(request), keys_(std::move(keys)) {}

  absl::StatusOr<AuditVerdict> Run();

 private:
  absl::StatusOr<bool> ReadHead();
  absl::StatusOr<bool> OpenCheckpoints();
  absl::StatusOr<bool> CheckEntries();
  absl::StatusOr<bool> CheckEntry(uint64_t index,
                                  const std::optional<Versioned>& leaf,
                                  const std::optional<Versioned>& details);
  absl::StatusOr<bool> CheckTopics();
  absl::StatusOr<bool> CheckExtraTopics();
  absl::StatusOr<bool> CheckTile(uint64_t tile);
  absl::StatusOr<bool> CheckUpperTiles();
  bool CheckSignedRoot();
  bool CheckPeaks();

  // Records what is wrong; always false.
  bool Bad(std::optional<uint64_t> index, absl::string_view problem) {
    verdict_.problem = std::string(problem);
    verdict_.first_bad_index = index;
    return false;
  }

  const Reader& reader_;
  const AuditVerifyRequest& request_;
  const AuditKeys keys_;
  AuditVerdict verdict_;
  std::optional<std::string> stored_note_;  // The checkpoint in the store.
  Frontier stored_;                         // What the head row claims.
  Frontier computed_;                       // What the entries give.
  std::vector<Hash> tile_;  // Leaf hashes of the tile being read.
  // Of the tile being read: the entries that have a topic, and the keys of the
  // rows that must say so.
  std::vector<uint64_t> with_topic_;
  std::vector<std::string> topic_keys_;
  // How many rows of topics the entries before that tile have.
  uint64_t topic_rows_ = 0;
  std::vector<std::vector<Hash>> upper_;  // Hashes of each level above.
  std::multimap<uint64_t, Hash> signed_;  // Roots that a signature binds.
};

absl::StatusOr<AuditVerdict> Check::Run() {
  using Step = absl::StatusOr<bool> (Check::*)();
  for (const Step step :
       {&Check::ReadHead, &Check::OpenCheckpoints, &Check::CheckEntries,
        &Check::CheckExtraTopics, &Check::CheckUpperTiles}) {
    const absl::StatusOr<bool> good = (this->*step)();
    if (!good.ok()) return good.status();
    if (!*good) return verdict_;
  }
  CheckPeaks();
  return verdict_;
}

absl::StatusOr<bool> Check::ReadHead() {
  // At one moment, or the checkpoint could be newer than the head row.
  const std::vector<std::string> keys = {keys_.Meta(), keys_.Head()};
  const auto rows = reader_.MultiGet(keys);
  if (!rows.ok()) return rows.status();
  const auto& [meta, checkpoint] = std::tie((*rows)[0], (*rows)[1]);
  if (checkpoint.has_value()) stored_note_ = checkpoint->value;
  if (meta.has_value()) {
    absl::StatusOr<Frontier> frontier = DecodeAuditMeta(meta->value);
    if (!frontier.ok()) return Bad(std::nullopt, frontier.status().message());
    stored_ = *std::move(frontier);
  }
  verdict_.size = stored_.size();
  return true;
}

absl::StatusOr<bool> Check::OpenCheckpoints() {
  std::vector<std::string> notes = request_.checkpoints;
  if (stored_note_.has_value()) notes.push_back(*stored_note_);
  for (const std::string& note : notes) {
    const absl::StatusOr<Checkpoint> checkpoint =
        OpenCheckpoint(note, request_.key, request_.origin);
    if (!checkpoint.ok()) {
      return Bad(std::nullopt, absl::StrCat("a checkpoint does not hold: ",
                                            checkpoint.status().message()));
    }
    if (checkpoint->size > verdict_.size) {
      return Bad(verdict_.size,
                 absl::StrCat("the log has ", verdict_.size, " entries, but ",
                              checkpoint->size,
                              " were signed for: it was cut or rolled back"));
    }
    signed_.emplace(checkpoint->size, checkpoint->root);
  }
  return CheckSignedRoot();
}

absl::StatusOr<bool> Check::CheckEntries() {
  for (uint64_t begin = 0; begin < verdict_.size; begin += kPageEntries) {
    const uint64_t end = std::min(begin + kPageEntries, verdict_.size);
    std::vector<std::string> keys;
    for (uint64_t index = begin; index < end; ++index) {
      keys.push_back(keys_.Leaf(index));
      keys.push_back(keys_.Details(index));
    }
    const auto rows = reader_.MultiGet(keys);
    if (!rows.ok()) return rows.status();
    tile_.clear();
    for (uint64_t index = begin; index < end; ++index) {
      const size_t at = 2 * (index - begin);
      const auto good = CheckEntry(index, (*rows)[at], (*rows)[at + 1]);
      if (!good.ok() || !*good) return good;
    }
    const auto found = CheckTopics();
    if (!found.ok() || !*found) return found;
    if (end - begin == kTileHashes) {
      const auto good = CheckTile(begin / kTileHashes);
      if (!good.ok() || !*good) return good;
    }
    for (const Hash& leaf : tile_) {
      computed_.Append(leaf);
      if (!CheckSignedRoot()) return false;
    }
    if (request_.progress != nullptr &&
        !request_.progress(end, verdict_.size)) {
      return absl::CancelledError("the check of the log was stopped");
    }
  }
  return true;
}

absl::StatusOr<bool> Check::CheckEntry(
    uint64_t index, const std::optional<Versioned>& leaf,
    const std::optional<Versioned>& details) {
  if (!leaf.has_value()) {
    return Bad(index, absl::StrCat("entry ", index, " is missing"));
  }
  const absl::StatusOr<AuditLeaf> parsed = DecodeAuditLeaf(leaf->value);
  if (!parsed.ok()) {
    return Bad(index,
               absl::StrCat("entry ", index, ": ", parsed.status().message()));
  }
  if (!details.has_value()) {
    return Bad(index,
               absl::StrCat("the details of entry ", index, " are missing"));
  }
  if (Sha256({details->value}) != parsed->details_hash) {
    return Bad(index, absl::StrCat("entry ", index,
                                   " and its details do not belong together"));
  }
  if (request_.opens != nullptr && !request_.opens(index, details->value)) {
    ++verdict_.erased_details;
  }
  if (request_.topic_of != nullptr) {
    const std::string topic = request_.topic_of(parsed->metadata);
    if (!topic.empty()) {
      with_topic_.push_back(index);
      topic_keys_.push_back(keys_.Topic(topic, index));
    }
  }
  tile_.push_back(LeafHash(leaf->value));
  return true;
}

absl::StatusOr<bool> Check::CheckTopics() {
  if (topic_keys_.empty()) return true;
  const auto rows = reader_.MultiGet(topic_keys_);
  if (!rows.ok()) return rows.status();
  for (size_t i = 0; i < rows->size(); ++i) {
    if ((*rows)[i].has_value()) continue;
    return Bad(with_topic_[i],
               absl::StrCat("entry ", with_topic_[i],
                            " is not found by its topic: the row is missing"));
  }
  topic_rows_ += topic_keys_.size();
  with_topic_.clear();
  topic_keys_.clear();
  return true;
}

// Every row that must be there is there: as many are too many as there are
// more.
absl::StatusOr<bool> Check::CheckExtraTopics() {
  if (request_.topic_of == nullptr) return true;
  uint64_t rows = 0;
  for (std::optional<ScanRequest> next = ScanPrefix(keys_.TopicsPrefix());
       next.has_value();) {
    const absl::StatusOr<Page> page = reader_.Scan(*next);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      const absl::StatusOr<uint64_t> index = keys_.TopicIndex(row.key);
      // The log may have grown since.
      if (!index.ok() || *index < verdict_.size) ++rows;
    }
    next = NextPage(*next, *page);
  }
  if (rows == topic_rows_) return true;
  return Bad(std::nullopt,
             absl::StrCat(rows - topic_rows_,
                          " rows find entries by a topic that is not theirs"));
}

absl::StatusOr<bool> Check::CheckTile(uint64_t tile) {
  const uint64_t first = tile * kTileHashes;
  const auto row = reader_.Get(keys_.Tile(0, tile));
  if (!row.ok()) return row.status();
  if (!row->has_value()) {
    return Bad(first, absl::StrCat("the tile of the entries from ", first,
                                   " is missing"));
  }
  const absl::StatusOr<std::vector<Hash>> stored = DecodeTile((*row)->value);
  if (!stored.ok() || stored->size() != kTileHashes) {
    return Bad(first, absl::StrCat("the tile of the entries from ", first,
                                   " is damaged"));
  }
  for (size_t i = 0; i < kTileHashes; ++i) {
    if ((*stored)[i] == tile_[i]) continue;
    return Bad(first + i,
               absl::StrCat("entry ", first + i,
                            " and its tile disagree: one was changed"));
  }
  Hash up = FoldHashes(tile_);
  for (size_t level = 0;; ++level) {
    if (upper_.size() <= level) upper_.resize(level + 1);
    upper_[level].push_back(up);
    if (upper_[level].size() % kTileHashes != 0) return true;
    up = FoldHashes({upper_[level].end() - kTileHashes, upper_[level].end()});
  }
}

absl::StatusOr<bool> Check::CheckUpperTiles() {
  for (size_t above = 0; above < upper_.size(); ++above) {
    const std::vector<Hash>& hashes = upper_[above];
    const int level = static_cast<int>(above) + 1;
    for (size_t begin = 0; begin < hashes.size(); begin += kTileHashes) {
      const uint64_t tile = begin / kTileHashes;
      const auto row = reader_.Get(keys_.Tile(level, tile));
      if (!row.ok()) return row.status();
      const size_t end = std::min(begin + kTileHashes, hashes.size());
      const std::string want =
          EncodeTile({hashes.begin() + begin, hashes.begin() + end});
      // The log may have grown since: what is there must start so.
      if (!row->has_value() ||
          (*row)->value.compare(0, want.size(), want) != 0) {
        return Bad(std::nullopt, absl::StrCat("tile ", tile, " of level ",
                                              level, " is damaged"));
      }
    }
  }
  return true;
}

// Whether every signature for as many entries as were read binds their root.
bool Check::CheckSignedRoot() {
  const auto [begin, end] = signed_.equal_range(computed_.size());
  for (auto it = begin; it != end; ++it) {
    if (it->second != computed_.Root()) {
      return Bad(verdict_.signed_size,
                 absl::StrCat("the first ", computed_.size(),
                              " entries are not those that were signed for"));
    }
  }
  if (begin != end) verdict_.signed_size = computed_.size();
  return true;
}

bool Check::CheckPeaks() {
  const std::vector<NodeId> ids = PeakIds(verdict_.size);
  for (size_t i = 0; i < ids.size(); ++i) {
    if (computed_.peaks()[i] == stored_.peaks()[i]) continue;
    const uint64_t first = ids[i].index << ids[i].level;
    return Bad(first, absl::StrCat("the entries from ", first,
                                   " do not lead to the head row"));
  }
  return true;
}

}  // namespace

absl::StatusOr<AuditVerdict> VerifyAuditLog(const Reader& reader,
                                            const AuditVerifyRequest& request) {
  absl::StatusOr<AuditKeys> keys = AuditKeys::Create(request.name);
  if (!keys.ok()) return keys.status();
  return Check(reader, request, *std::move(keys)).Run();
}

}  // namespace homeward::storage
