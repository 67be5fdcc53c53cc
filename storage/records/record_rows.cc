#include "storage/records/record_rows.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/arena.h"
#include "storage/big_endian.h"
#include "storage/keys/seal.h"
#include "storage/records/claim_blobs.h"

namespace homeward::storage {
namespace {

constexpr char kHeads[] = "r/";
constexpr char kSegments[] = "c/";
constexpr char kAttachments[] = "p/";
constexpr char kTerms[] = "t/";
constexpr char kSources[] = "s/";
constexpr char kTermState[] = "i/terms";
constexpr uint32_t kSchemaVersion = 1;
// The plaintext of one row: sealed it stays below kMaxValueBytes.
constexpr size_t kRowBytes = 60000;
static_assert(kRowBytes + kSealOverheadBytes <= kMaxValueBytes);
constexpr size_t kMaxHeadBytes = kMaxValueBytes - kSealOverheadBytes;

// What the rows of the segment from `first_claim` on start with.
std::string SegmentRowPrefix(absl::string_view record_key, int first_claim) {
  return absl::StrCat(kSegments, record_key,
                      Be32(static_cast<uint32_t>(first_claim)));
}
std::string SegmentRow(absl::string_view prefix, size_t row) {
  return absl::StrCat(prefix, BigEndian(static_cast<uint16_t>(row)));
}

// Binds a sealed row to its record, segment, category and place in the blob.
// The category stands here and not in the key: a thief of the disk must not
// see which children have, say, sensitive health data.
std::string FieldOf(int first_claim, v1::Category category, size_t piece) {
  return absl::StrCat(first_claim, "/", static_cast<int>(category), "/", piece);
}

SealPlace HeadPlace(absl::string_view record_key) {
  return {kHeads, record_key, "head", kSchemaVersion, record_key};
}
SealPlace SegmentPlace(absl::string_view record_key, absl::string_view field) {
  return {kSegments, record_key, field, kSchemaVersion, record_key};
}

absl::Status Damaged() {
  return absl::DataLossError(
      "a row of a record is damaged or missing; restore a backup");
}

}  // namespace

std::optional<std::string> FromHex(absl::string_view hex, size_t bytes) {
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  };
  if (hex.size() != 2 * bytes || !absl::c_all_of(hex, is_hex)) {
    return std::nullopt;
  }
  return absl::HexStringToBytes(hex);
}

std::string RecordId(absl::string_view agency_id,
                     absl::string_view record_key) {
  return absl::StrCat("agencies/", agency_id, "/children/",
                      absl::BytesToHexString(record_key));
}

std::optional<std::string> RecordKey(absl::string_view agency_id,
                                     absl::string_view record_id) {
  if (!absl::ConsumePrefix(&record_id, "agencies/") ||
      !absl::ConsumePrefix(&record_id, agency_id) ||
      !absl::ConsumePrefix(&record_id, "/children/")) {
    return std::nullopt;
  }
  return FromHex(record_id, kRecordKeyBytes);
}

std::string HeadRow(absl::string_view record_key) {
  return absl::StrCat(kHeads, record_key);
}
ScanRequest HeadsAfter(absl::string_view record_key) {
  ScanRequest request = ScanPrefix(kHeads);
  if (!record_key.empty()) {
    request.begin = HeadRow(record_key) + std::string(1, '\0');
  }
  return request;
}
std::string SegmentPrefix(absl::string_view record_key) {
  return absl::StrCat(kSegments, record_key);
}
std::string AttachmentsPrefix(absl::string_view record_key) {
  return absl::StrCat(kAttachments, record_key);
}
std::string TermPrefix(absl::string_view term) {
  return absl::StrCat(kTerms, term);
}
std::string TermRow(absl::string_view term, absl::string_view record_key) {
  return absl::StrCat(kTerms, term, record_key);
}
std::string TermKindPrefix(absl::string_view kind_prefix) {
  return absl::StrCat(kTerms, kind_prefix);
}
std::string TermStateRow() { return kTermState; }

absl::StatusOr<internal::v1::TermState> ReadTermState(const Reader& reader) {
  auto row = reader.Get(TermStateRow());
  if (!row.ok()) return row.status();
  internal::v1::TermState state;
  if (!row->has_value()) return state;
  if (!state.ParseFromString((*row)->value)) {
    return absl::DataLossError(
        "the row that says which terms there are is damaged; restore a backup");
  }
  return state;
}

std::string SourceRow(absl::string_view term) {
  return absl::StrCat(kSources, term);
}
std::string SourceKind(absl::string_view kind, int place) {
  return place == 0 ? std::string(kind) : absl::StrCat(kind, "/", place);
}

absl::Status PutHead(const Secret& key, absl::string_view record_key,
                     const internal::v1::RecordHead& head, Batch* batch) {
  std::string bytes = head.SerializeAsString();
  if (bytes.size() > kMaxHeadBytes) {
    return absl::InvalidArgumentError("the record can't hold more claims");
  }
  auto sealed = Seal(key, HeadPlace(record_key), bytes);
  WipeString(&bytes);
  if (!sealed.ok()) return sealed.status();
  batch->Put(HeadRow(record_key), *sealed);
  return absl::OkStatus();
}

absl::StatusOr<internal::v1::RecordHead> OpenHead(Unsealer& unsealer,
                                                  absl::string_view record_key,
                                                  absl::string_view row) {
  auto opened = unsealer.Unseal(HeadPlace(record_key), row);
  if (!opened.ok()) return opened.status();
  internal::v1::RecordHead head;
  if (!head.ParseFromArray(opened->data(), static_cast<int>(opened->size()))) {
    return Damaged();
  }
  for (const auto& segment : head.segments()) {
    if (segment.categories_size() != segment.row_counts_size()) {
      return Damaged();
    }
  }
  return head;
}

absl::StatusOr<internal::v1::SegmentHead> PutSegment(
    const Secret& key, absl::string_view record_key, int first_claim,
    absl::Span<const v1::Claim> claims, Batch* batch) {
  std::map<v1::Category, internal::v1::SegmentBlob> blobs;
  for (size_t i = 0; i < claims.size(); ++i) {
    for (auto& [category, fields] : SplitByCategory(claims[i])) {
      internal::v1::ClaimPart& part = *blobs[category].add_parts();
      part.set_claim_number(first_claim + static_cast<int>(i));
      part.mutable_claim()->Swap(&fields);
    }
  }
  internal::v1::SegmentHead segment;
  segment.set_first_claim(first_claim);
  const std::string prefix = SegmentRowPrefix(record_key, first_claim);
  size_t row = 0;
  for (const auto& [category, blob] : blobs) {
    std::string bytes = blob.SerializeAsString();
    const size_t count = (bytes.size() + kRowBytes - 1) / kRowBytes;
    for (size_t piece = 0; piece < count; ++piece, ++row) {
      auto sealed = Seal(
          key, SegmentPlace(record_key, FieldOf(first_claim, category, piece)),
          absl::string_view(bytes).substr(piece * kRowBytes, kRowBytes));
      if (!sealed.ok()) return sealed.status();
      batch->Put(SegmentRow(prefix, row), *sealed);
    }
    WipeString(&bytes);
    segment.add_categories(category);
    segment.add_row_counts(static_cast<int>(count));
  }
  return segment;
}

SegmentRows::SegmentRows(absl::string_view record_key,
                         const internal::v1::RecordHead& head,
                         absl::Span<const v1::Category> categories)
    : record_key_(record_key) {
  for (const internal::v1::SegmentHead& segment : head.segments()) {
    const std::string prefix =
        SegmentRowPrefix(record_key, segment.first_claim());
    size_t row = 0;
    for (int i = 0; i < segment.categories_size(); ++i) {
      const auto count = static_cast<size_t>(segment.row_counts(i));
      if (absl::c_linear_search(categories, segment.categories(i))) {
        blobs_.push_back({segment.categories(i), keys_.size(), count,
                          segment.first_claim()});
        for (size_t piece = 0; piece < count; ++piece) {
          keys_.push_back(SegmentRow(prefix, row + piece));
        }
      }
      row += count;
    }
  }
}

absl::StatusOr<SegmentRows::Rows> SegmentRows::Read(
    const Reader& reader) const {
  Rows rows;
  for (size_t i = 0; i < keys_.size(); i += kMaxKeysPerMultiGet) {
    auto read =
        reader.MultiGet(absl::MakeSpan(keys_).subspan(i, kMaxKeysPerMultiGet));
    if (!read.ok()) return read.status();
    if (rows.empty()) {
      rows = *std::move(read);
    } else {
      std::move(read->begin(), read->end(), std::back_inserter(rows));
    }
  }
  return rows;
}

absl::StatusOr<Secret> SegmentRows::Open(const Blob& blob, const Rows& rows,
                                         Unsealer& unsealer) const {
  std::vector<Secret> pieces;
  size_t size = 0;
  for (size_t piece = 0; piece < blob.count; ++piece) {
    const std::optional<Versioned>& row = rows[blob.first + piece];
    if (!row.has_value()) return Damaged();
    auto opened = unsealer.Unseal(
        SegmentPlace(record_key_,
                     FieldOf(blob.first_claim, blob.category, piece)),
        row->value);
    if (!opened.ok()) return opened.status();
    if (blob.count == 1) return opened;
    size += opened->size();
    pieces.push_back(*std::move(opened));
  }
  Secret whole = Secret::Zeroes(size);
  unsigned char* to = whole.data();
  for (const Secret& piece : pieces) {
    to = std::copy_n(piece.data(), piece.size(), to);
  }
  return whole;
}

absl::Status SegmentRows::ReadInto(const Reader& reader, Unsealer& unsealer,
                                   std::vector<v1::Claim*>& claims) const {
  const auto rows = Read(reader);
  if (!rows.ok()) return rows.status();
  google::protobuf::Arena arena;
  for (const Blob& blob : blobs_) {
    const auto bytes = Open(blob, *rows, unsealer);
    if (!bytes.ok()) return bytes.status();
    auto* parts =
        google::protobuf::Arena::CreateMessage<internal::v1::SegmentBlob>(
            &arena);
    if (!parts->ParseFromArray(bytes->data(),
                               static_cast<int>(bytes->size()))) {
      return Damaged();
    }
    for (const internal::v1::ClaimPart& part : parts->parts()) {
      if (part.claim_number() < 0 ||
          static_cast<size_t>(part.claim_number()) >= claims.size()) {
        return Damaged();
      }
      claims[static_cast<size_t>(part.claim_number())]->MergeFrom(part.claim());
    }
  }
  return absl::OkStatus();
}

}  // namespace homeward::storage
