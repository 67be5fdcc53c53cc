#include "storage/log/audit_entry.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/big_endian.h"

namespace homeward::storage {
namespace {

constexpr char kMetaFormat = 1;
constexpr size_t kMaxNameBytes = 64;
constexpr size_t kHashBytes = sizeof(Hash);

absl::StatusOr<std::vector<Hash>> DecodeHashes(absl::string_view bytes) {
  if (bytes.size() % kHashBytes != 0) {
    return absl::DataLossError("a row of the audit log holds half a hash");
  }
  std::vector<Hash> hashes;
  for (; !bytes.empty(); bytes.remove_prefix(kHashBytes)) {
    hashes.push_back(*HashFromBytes(bytes.substr(0, kHashBytes)));
  }
  return hashes;
}

}  // namespace

std::string EncodeAuditLeaf(const AuditLeaf& leaf) {
  return absl::StrCat(leaf.salt, leaf.metadata, View(leaf.details_hash));
}

absl::StatusOr<AuditLeaf> DecodeAuditLeaf(absl::string_view bytes) {
  if (bytes.size() < kAuditSaltBytes + kHashBytes) {
    return absl::DataLossError("an entry of the audit log is cut short");
  }
  AuditLeaf leaf;
  leaf.salt = std::string(bytes.substr(0, kAuditSaltBytes));
  bytes.remove_prefix(kAuditSaltBytes);
  leaf.details_hash = *HashFromBytes(bytes.substr(bytes.size() - kHashBytes));
  bytes.remove_suffix(kHashBytes);
  leaf.metadata = std::string(bytes);
  return leaf;
}

std::string EncodeAuditMeta(const Frontier& frontier) {
  return absl::StrCat(std::string(1, kMetaFormat), Be64(frontier.size()),
                      EncodeTile(frontier.peaks()));
}

absl::StatusOr<Frontier> DecodeAuditMeta(absl::string_view bytes) {
  const absl::Status damaged =
      absl::DataLossError("the head row of the audit log is damaged");
  uint64_t size = 0;
  if (bytes.empty() || bytes[0] != kMetaFormat) return damaged;
  bytes.remove_prefix(1);
  if (!ConsumeBigEndian(&bytes, &size)) return damaged;
  absl::StatusOr<std::vector<Hash>> peaks = DecodeHashes(bytes);
  if (!peaks.ok()) return damaged;
  absl::StatusOr<Frontier> frontier =
      Frontier::FromPeaks(size, *std::move(peaks));
  if (!frontier.ok()) return damaged;
  return frontier;
}

std::string EncodeTile(const std::vector<Hash>& hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * kHashBytes);
  for (const Hash& hash : hashes) absl::StrAppend(&bytes, View(hash));
  return bytes;
}

absl::StatusOr<std::vector<Hash>> DecodeTile(absl::string_view bytes) {
  if (bytes.empty() || bytes.size() > kTileHashes * kHashBytes) {
    return absl::DataLossError("a tile of the audit log has a wrong size");
  }
  return DecodeHashes(bytes);
}

AuditKeys::AuditKeys(absl::string_view name)
    : prefix_(absl::StrCat("audit/", name, "/")) {}

absl::StatusOr<AuditKeys> AuditKeys::Create(absl::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' ||
           c == '.';
  });
  if (name.empty() || name.size() > kMaxNameBytes || !plain) {
    return absl::InvalidArgumentError(
        "the name of an audit log must be 1 to 64 of a-z, 0-9, \"-\" and "
        "\".\"");
  }
  return AuditKeys(name);
}

std::string AuditKeys::LeafPrefix() const {
  return absl::StrCat(prefix_, "leaf/");
}
std::string AuditKeys::Leaf(uint64_t index) const {
  return absl::StrCat(prefix_, "leaf/", Be64(index));
}
std::string AuditKeys::Details(uint64_t index) const {
  return absl::StrCat(prefix_, "details/", Be64(index));
}
std::string AuditKeys::Tile(int level, uint64_t index) const {
  return absl::StrCat(prefix_, "tile/",
                      std::string(1, static_cast<char>(level)), Be64(index));
}
std::string AuditKeys::TopicPrefix(absl::string_view topic) const {
  // The length first, so that no topic is the start of another.
  return absl::StrCat(TopicsPrefix(),
                      std::string(1, static_cast<char>(topic.size())), topic);
}
std::string AuditKeys::TopicsPrefix() const {
  return absl::StrCat(prefix_, "topic/");
}
std::string AuditKeys::Topic(absl::string_view topic, uint64_t index) const {
  return absl::StrCat(TopicPrefix(topic), Be64(index));
}
absl::StatusOr<uint64_t> AuditKeys::TopicIndex(absl::string_view key) const {
  uint64_t index = 0;
  if (key.size() >= sizeof(index)) {
    key.remove_prefix(key.size() - sizeof(index));
    if (ConsumeBigEndian(&key, &index)) return index;
  }
  return absl::DataLossError("an audit topic row has no index");
}
std::string AuditKeys::Meta() const { return absl::StrCat(prefix_, "meta"); }
std::string AuditKeys::Head() const { return absl::StrCat(prefix_, "head"); }

}  // namespace homeward::storage
