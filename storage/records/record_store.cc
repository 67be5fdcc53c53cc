#include "storage/records/record_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/time_util.h"
#include "storage/keys/seal.h"
#include "storage/keys/secret.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {
namespace {

using ::google::protobuf::util::TimeUtil;
using ::homeward::internal::v1::ClaimHead;
using ::homeward::internal::v1::RecordHead;
using ::homeward::internal::v1::StoredRecord;

constexpr char kContentTerm[] = "claim_content";

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

std::string FactName(const v1::Claim& claim) {
  const auto* field =
      claim.GetDescriptor()->FindFieldByNumber(claim.fact_case());
  return field == nullptr ? "claim" : field->name();
}

absl::Status CheckSizes(const NewClaims& content) {
  size_t total = 0;
  for (const v1::Claim& claim : content.claims) {
    const size_t size = claim.ByteSizeLong();
    if (size > kMaxClaimBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(FactName(claim), ": is larger than ", kMaxClaimBytes,
                       " bytes; split it into several claims"));
    }
    total += size;
  }
  if (total > kMaxChangeBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("claims: are larger than ", kMaxChangeBytes,
                     " bytes together; add them in several calls"));
  }
  if (content.terms.size() > kMaxTermsPerChange) {
    return absl::InvalidArgumentError(
        absl::StrCat("claims: give more than ", kMaxTermsPerChange,
                     " words and numbers to find the record by"));
  }
  return absl::OkStatus();
}

absl::Status NoRecord() {
  return absl::NotFoundError("this node has no such record");
}

// Sets which fact the claim holds, without any field of it.
void SetFact(int fact_number, v1::Claim& claim) {
  const auto* field = claim.GetDescriptor()->FindFieldByNumber(fact_number);
  if (field == nullptr) return;
  claim.GetReflection()->MutableMessage(&claim, field);
}

}  // namespace

// A record as the store has it, and the version that a change relies on.
struct RecordStore::Present {
  std::string key;
  Secret subject_key;
  RecordHead head;
  Version version;
  // Of one that was read.
  std::optional<Unsealer> unsealer = {};
};

RecordStore::RecordStore(const Engine* engine, SubjectKeys* keys,
                         const BlindIndex* blind, std::string agency_id)
    : engine_(engine),
      keys_(keys),
      blind_(blind),
      agency_id_(std::move(agency_id)) {}

absl::StatusOr<RecordChange> RecordStore::Create(const NewClaims& content,
                                                 const SourceRecord& source,
                                                 absl::Time now) const {
  absl::Status sizes = CheckSizes(content);
  if (!sizes.ok()) return sizes;
  auto random = Secret::Random(kRecordKeyBytes);
  if (!random.ok()) return random.status();
  Present record;
  record.key = std::string(random->view());
  RecordChange change;
  if (!source.id.empty()) {
    absl::Status taken = TakeSource(source, record.key, now, change.batch);
    if (!taken.ok()) return taken;
  }
  absl::Status made = keys_->Create({record.key});
  if (!made.ok()) return made;
  auto key = keys_->Get(record.key, now);
  if (!key.ok()) return key.status();
  record.subject_key = *std::move(key);
  *record.head.mutable_create_time() = ToTimestamp(now);
  change.record_id = RecordId(agency_id_, record.key);
  change.created = true;
  change.batch.ExpectAbsent(HeadRow(record.key));
  absl::Status added = AddClaims(content, now, record, change);
  if (!added.ok()) return added;
  return change;
}

absl::StatusOr<RecordChange> RecordStore::Append(absl::string_view record_id,
                                                 const NewClaims& content,
                                                 absl::Time now) const {
  absl::Status sizes = CheckSizes(content);
  if (!sizes.ok()) return sizes;
  auto record = Read(record_id, now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return NoRecord();
  RecordChange change;
  change.record_id = std::string(record_id);
  absl::Status added = AddClaims(content, now, **record, change);
  if (!added.ok()) return added;
  if (!change.batch.empty()) {
    change.batch.ExpectVersion(HeadRow((*record)->key), (*record)->version);
  }
  return change;
}

absl::Status RecordStore::AddClaims(const NewClaims& content, absl::Time now,
                                    Present& record,
                                    RecordChange& change) const {
  const int first = record.head.claims_size();
  std::vector<v1::Claim> added;
  for (const v1::Claim& claim : content.claims) {
    const std::string hash = ContentHash(claim);
    const ClaimHead* known = nullptr;
    for (const ClaimHead& head : record.head.claims()) {
      if (head.content_hash() == hash) known = &head;
    }
    change.added.push_back(known == nullptr);
    if (known == nullptr) {
      auto claim_key = Secret::Random(kClaimKeyBytes);
      if (!claim_key.ok()) return claim_key.status();
      ClaimHead& head = *record.head.add_claims();
      head.set_claim_key(std::string(claim_key->view()));
      head.set_fact_number(claim.fact_case());
      head.set_content_hash(hash);
      known = &head;
      added.push_back(claim);
      added.back().set_claim_id(absl::BytesToHexString(head.claim_key()));
      *added.back().mutable_entry_time() = ToTimestamp(now);
    }
    change.claim_ids.push_back(absl::BytesToHexString(known->claim_key()));
  }
  if (record.head.claims_size() > kMaxClaimsPerRecord) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the record would have more than ", kMaxClaimsPerRecord, " claims"));
  }
  if (!added.empty()) {
    auto segment =
        PutSegment(record.subject_key, record.key, first, added, &change.batch);
    if (!segment.ok()) return segment.status();
    *record.head.add_segments() = *std::move(segment);
  }
  absl::Status terms = AddTerms(content, record.key, change.batch);
  if (!terms.ok()) return terms;
  if (change.batch.empty()) return absl::OkStatus();
  return PutHead(record.subject_key, record.key, record.head, &change.batch);
}

absl::Status RecordStore::AddTerms(const NewClaims& content,
                                   absl::string_view record_key,
                                   Batch& batch) const {
  std::vector<std::string> rows;
  for (const IndexTerm& term : content.terms) {
    rows.push_back(TermRow(blind_->Term(term.kind, term.value), record_key));
  }
  if (rows.empty()) return absl::OkStatus();
  auto present = engine_->MultiGet(rows);
  if (!present.ok()) return present.status();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!(*present)[i].has_value()) batch.Put(rows[i], "");
  }
  return absl::OkStatus();
}

std::string RecordStore::ContentHash(v1::Claim claim) const {
  claim.clear_claim_id();
  claim.clear_entry_time();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    claim.SerializeToCodedStream(&coded);
  }
  std::string hash = blind_->Term(kContentTerm, bytes).substr(4);
  WipeString(&bytes);
  return hash;
}

absl::StatusOr<std::optional<RecordStore::Present>> RecordStore::Read(
    absl::string_view record_id, absl::Time now) const {
  std::optional<std::string> key = RecordKey(agency_id_, record_id);
  if (!key.has_value()) return std::nullopt;
  auto row = engine_->Get(HeadRow(*key));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  auto subject_key = keys_->Get(*key, now);
  if (absl::IsNotFound(subject_key.status())) {
    absl::Status erased = CheckErased(*key);
    if (!erased.ok()) return erased;
    return std::nullopt;
  }
  if (!subject_key.ok()) return subject_key.status();
  Unsealer unsealer(*subject_key);
  auto head = OpenHead(unsealer, *key, (*row)->value);
  if (!head.ok()) return head.status();
  return Present{*std::move(key), *std::move(subject_key), *std::move(head),
                 (*row)->version, std::move(unsealer)};
}

absl::Status RecordStore::CheckErased(absl::string_view record_key) const {
  const auto destroyed = keys_->WasDestroyed(record_key);
  if (!destroyed.ok()) return destroyed.status();
  if (*destroyed) return absl::OkStatus();
  // An erasure takes the head before the key: this one came in between.
  const auto head = engine_->Get(HeadRow(record_key));
  if (!head.ok()) return head.status();
  if (!head->has_value()) return absl::OkStatus();
  return absl::DataLossError(
      "the key of a record is missing, and nothing erased it; restore a "
      "backup");
}

absl::StatusOr<std::vector<std::string>> RecordStore::Find(
    const IndexTerm& term, size_t limit) const {
  const std::string prefix = TermPrefix(blind_->Term(term.kind, term.value));
  ScanRequest request = ScanPrefix(prefix);
  request.limit = limit;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<std::string> ids;
  for (const Row& row : page->rows) {
    ids.push_back(RecordId(agency_id_, row.key.substr(prefix.size())));
  }
  return ids;
}

absl::StatusOr<double> RecordStore::EstimateCount() const {
  constexpr size_t kSample = 256;
  const std::string prefix = HeadRow("");
  ScanRequest request = ScanPrefix(prefix);
  request.limit = kSample;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  const auto seen = static_cast<double>(page->rows.size());
  if (!page->cursor.has_value()) return seen;
  // How far the last one is from the first key that there could be, of 1.
  double part = 0;
  double worth = 1;
  for (const char byte : page->rows.back().key.substr(prefix.size())) {
    worth /= 256;
    part += worth * static_cast<uint8_t>(byte);
  }
  return seen / std::max(part, worth);
}

absl::StatusOr<int> RecordStore::TermVersion() const {
  auto state = ReadTermState(*engine_);
  if (!state.ok()) return state.status();
  return state->built_version();
}

std::string RecordStore::SourceRowOf(absl::string_view source_record_id,
                                     int place) const {
  return SourceRow(
      blind_->Term(SourceKind(kSourceTerm, place), source_record_id));
}

absl::Status RecordStore::TakeSource(const SourceRecord& source,
                                     absl::string_view record_key,
                                     absl::Time now, Batch& batch) const {
  for (int place = 0; place < kMaxRecordsOfSource; ++place) {
    const std::string row = SourceRowOf(source.id, place);
    auto present = engine_->Get(row);
    if (!present.ok()) return present.status();
    if (!present->has_value()) {
      batch.ExpectAbsent(row);
      batch.Put(row, record_key);
      return absl::OkStatus();
    }
    const std::string holder = RecordId(agency_id_, (*present)->value);
    if (absl::c_linear_search(source.known_record_ids, holder)) continue;
    auto record = Read(holder, now);
    if (!record.ok()) return record.status();
    if (record->has_value()) {
      // It came in between: conflicts for sure, and is prepared anew.
      batch.ExpectAbsent(row);
      batch.Put(row, record_key);
      return absl::OkStatus();
    }
    batch.ExpectVersion(row, (*present)->version);
    batch.Put(row, record_key);
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RecordStore::FindSource(
    absl::string_view source_record_id, absl::Time now, bool* damaged) const {
  std::vector<std::string> ids;
  for (int place = 0; place < kMaxRecordsOfSource; ++place) {
    auto row = engine_->Get(SourceRowOf(source_record_id, place));
    if (!row.ok()) return row.status();
    if (!row->has_value()) break;
    std::string record_id = RecordId(agency_id_, (*row)->value);
    auto record = Read(record_id, now);
    if (damaged != nullptr && absl::IsDataLoss(record.status())) {
      *damaged = true;
      continue;
    }
    if (!record.ok()) return record.status();
    if (record->has_value()) ids.push_back(std::move(record_id));
  }
  return ids;
}

absl::StatusOr<std::optional<StoredRecord>> RecordStore::Load(
    absl::string_view record_id, absl::Span<const v1::Category> categories,
    absl::Time now) const {
  auto present = Read(record_id, now);
  if (!present.ok()) return present.status();
  if (!present->has_value()) return std::nullopt;
  StoredRecord record;
  record.set_record_id(std::string(record_id));
  std::vector<v1::Claim*> claims;
  for (const ClaimHead& head : (*present)->head.claims()) {
    claims.push_back(record.add_claims());
    SetFact(head.fact_number(), *claims.back());
  }
  std::vector<v1::Category> wanted(categories.begin(), categories.end());
  wanted.push_back(v1::CATEGORY_EXIST);
  absl::Status read = SegmentRows((*present)->key, (*present)->head, wanted)
                          .ReadInto(*engine_, *(*present)->unsealer, claims);
  if (!read.ok()) return read;
  return record;
}

}  // namespace homeward::storage
