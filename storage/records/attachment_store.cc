#include "storage/records/attachment_store.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/big_endian.h"
#include "storage/engine/erase_prefix.h"
#include "storage/keys/seal.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {
namespace {

constexpr char kAttachments[] = "p/";
constexpr char kUploads[] = "u/";
constexpr uint32_t kSchemaVersion = 1;
constexpr size_t kAttachmentKeyBytes = 16;
// Sealed, they stay below kMaxBatchBytes.
constexpr size_t kChunksPerBatch = 16;

std::string AttachmentPrefix(absl::string_view record_key,
                             absl::string_view attachment_key) {
  return absl::StrCat(AttachmentsPrefix(record_key), attachment_key);
}

std::string UploadRow(absl::string_view attachment_key) {
  return absl::StrCat(kUploads, attachment_key);
}

SealPlace PlaceOf(absl::string_view record_key, absl::string_view field) {
  return {kAttachments, record_key, field, kSchemaVersion, record_key};
}

absl::Status NoAttachment() {
  return absl::NotFoundError("this record has no such photo or recording");
}

// Erases the chunks, then the row by which they can be found. After an error
// the row stays for Sweep().
absl::Status EraseUpload(Engine& engine, absl::string_view record_key,
                         absl::string_view attachment_key) {
  auto erased =
      ErasePrefix(engine, AttachmentPrefix(record_key, attachment_key),
                  Durability::kRelaxed, std::numeric_limits<size_t>::max());
  if (!erased.ok()) return erased.status();
  Batch batch;
  batch.Delete(UploadRow(attachment_key));
  return engine.Commit(batch, Durability::kRelaxed).status;
}

}  // namespace

AttachmentUpload::AttachmentUpload(Engine* engine, std::string record_key,
                                   std::string attachment_key, Secret key)
    : engine_(engine),
      record_key_(std::move(record_key)),
      attachment_key_(std::move(attachment_key)),
      id_(absl::BytesToHexString(attachment_key_)),
      key_(std::move(key)),
      digest_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
  EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr);
}

AttachmentUpload::~AttachmentUpload() {
  WipeString(&rest_);
  if (!completing_) Abandon();
}

absl::Status AttachmentUpload::Write(absl::string_view bytes) {
  if (bytes.size() > kMaxAttachmentBytes - size_) {
    return absl::InvalidArgumentError(
        absl::StrCat("chunk: the file is larger than ", kMaxAttachmentBytes,
                     " bytes; send a smaller one"));
  }
  size_ += bytes.size();
  if (EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size()) != 1) {
    return absl::UnavailableError("OpenSSL can't compute SHA-256");
  }
  while (!bytes.empty()) {
    const size_t take =
        std::min(bytes.size(), kAttachmentChunkBytes - rest_.size());
    absl::StrAppend(&rest_, bytes.substr(0, take));
    bytes.remove_prefix(take);
    if (rest_.size() < kAttachmentChunkBytes) break;
    absl::Status put = Put(rest_);
    WipeString(&rest_);
    if (!put.ok()) return put;
  }
  return absl::OkStatus();
}

absl::Status AttachmentUpload::Flush() {
  if (size_ == 0) {
    return absl::InvalidArgumentError("chunk: the file is empty");
  }
  if (!rest_.empty()) {
    absl::Status put = Put(rest_);
    WipeString(&rest_);
    if (!put.ok()) return put;
  }
  std::string hash(EVP_MAX_MD_SIZE, '\0');
  unsigned int length = 0;
  if (EVP_DigestFinal_ex(digest_.get(),
                         reinterpret_cast<unsigned char*>(hash.data()),
                         &length) != 1) {
    return absl::UnavailableError("OpenSSL can't compute SHA-256");
  }
  hash.resize(length);
  sha256_ = std::move(hash);
  return CommitBatch();
}

absl::Status AttachmentUpload::Put(absl::string_view chunk) {
  const std::string field = absl::StrCat(attachment_key_, Be32(next_chunk_));
  auto sealed = Seal(key_, PlaceOf(record_key_, field), chunk);
  if (!sealed.ok()) return sealed.status();
  batch_.Put(absl::StrCat(AttachmentsPrefix(record_key_), field), *sealed);
  ++next_chunk_;
  if (batch_.operations().size() < kChunksPerBatch) return absl::OkStatus();
  return CommitBatch();
}

absl::Status AttachmentUpload::CommitBatch() {
  if (batch_.empty()) return absl::OkStatus();
  const bool first = !begun_;
  if (first) batch_.Put(UploadRow(attachment_key_), record_key_);
  begun_ = true;
  const CommitResult result = engine_->Commit(batch_, Durability::kRelaxed);
  if (!result.ok()) return result.status;
  if (first) version_ = result.version;
  batch_ = Batch();
  return absl::OkStatus();
}

void AttachmentUpload::Complete(Batch* batch) {
  completing_ = true;
  batch->ExpectVersion(UploadRow(attachment_key_), version_);
  batch->Delete(UploadRow(attachment_key_));
}

void AttachmentUpload::Abandon() {
  if (!begun_) return;
  begun_ = false;
  // If it fails, Sweep() does it.
  EraseUpload(*engine_, record_key_, attachment_key_).IgnoreError();
}

AttachmentStore::AttachmentStore(Engine* engine, SubjectKeys* keys,
                                 std::string agency_id)
    : engine_(engine), keys_(keys), agency_id_(std::move(agency_id)) {}

absl::StatusOr<std::unique_ptr<AttachmentUpload>> AttachmentStore::Begin(
    absl::string_view record_id, absl::Time now) const {
  const std::optional<std::string> record = RecordKey(agency_id_, record_id);
  if (!record.has_value()) {
    return absl::NotFoundError("this node has no such record");
  }
  auto key = keys_->Get(*record, now);
  if (!key.ok()) return key.status();
  auto attachment_key = Secret::Random(kAttachmentKeyBytes);
  if (!attachment_key.ok()) return attachment_key.status();
  return absl::WrapUnique(new AttachmentUpload(
      engine_, *record, std::string(attachment_key->view()), *std::move(key)));
}

absl::StatusOr<std::string> AttachmentStore::ReadChunk(
    absl::string_view record_id, absl::string_view id, size_t number,
    absl::Time now) const {
  const std::optional<std::string> record = RecordKey(agency_id_, record_id);
  const std::optional<std::string> attachment =
      FromHex(id, kAttachmentKeyBytes);
  if (!record.has_value() || !attachment.has_value() ||
      number >= AttachmentChunks(kMaxAttachmentBytes)) {
    return NoAttachment();
  }
  auto key = keys_->Get(*record, now);
  if (!key.ok()) return key.status();
  const std::string field =
      absl::StrCat(*attachment, Be32(static_cast<uint32_t>(number)));
  auto row = engine_->Get(absl::StrCat(AttachmentsPrefix(*record), field));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return NoAttachment();
  auto chunk = Unseal(*key, PlaceOf(*record, field), (*row)->value);
  if (!chunk.ok()) return chunk.status();
  return std::string(chunk->view());
}

absl::StatusOr<size_t> AttachmentStore::Sweep() const {
  size_t swept = 0;
  for (std::optional<ScanRequest> next = ScanPrefix(kUploads);
       next.has_value();) {
    auto page = engine_->Scan(*next);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      absl::Status erased = EraseUpload(*engine_, row.value,
                                        row.key.substr(sizeof(kUploads) - 1));
      if (!erased.ok()) return erased;
      ++swept;
    }
    next = NextPage(*next, *page);
  }
  return swept;
}

}  // namespace homeward::storage
