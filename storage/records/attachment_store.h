#ifndef HOMEWARD_STORAGE_RECORDS_ATTACHMENT_STORE_H_
#define HOMEWARD_STORAGE_RECORDS_ATTACHMENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "openssl/evp.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"

// The bytes of attachments, which are photos and recordings, in sealed chunks
// under the child's key.
// Source: docs/records.md, "Photos and recordings".
namespace homeward::storage {

inline constexpr size_t kMaxAttachmentBytes = 10 << 20;
inline constexpr size_t kAttachmentChunkBytes = 48 << 10;

// How many chunks an attachment of `size_bytes` has.
constexpr size_t AttachmentChunks(size_t size_bytes) {
  return (size_bytes + kAttachmentChunkBytes - 1) / kAttachmentChunkBytes;
}

// An attachment that comes in. Holds at most 1 MiB of it. Nothing of it can be
// seen before a claim that names it is committed together with Complete();
// whatever breaks off is erased here, or at the next start. Not thread-safe;
// calls block for I/O.
class AttachmentUpload {
 public:
  ~AttachmentUpload();
  AttachmentUpload(const AttachmentUpload&) = delete;
  AttachmentUpload& operator=(const AttachmentUpload&) = delete;

  // Takes the next bytes.
  //
  // Errors:
  //   INVALID_ARGUMENT  The attachment would be larger than 10 MiB.
  //   UNAVAILABLE       The store can't be written.
  absl::Status Write(absl::string_view bytes);

  // Stores what is left. Errors: UNAVAILABLE as Write(); INVALID_ARGUMENT for
  // an attachment without a byte.
  absl::Status Flush();

  // 32 hexadecimal digits.
  const std::string& id() const { return id_; }
  size_t size_bytes() const { return size_; }
  // SHA-256 of what was written, 32 bytes. Only after Flush().
  const std::string& sha256() const { return sha256_; }

  // Adds to `batch`, which holds the attachment's claim, what makes the
  // attachment complete. The batch conflicts if the upload was swept away
  // meanwhile. From now on the upload is not erased by the destructor, since it
  // may be committed: call Abandon() when it is known that it wasn't.
  void Complete(Batch* batch);

  // Erases what was written.
  void Abandon();

 private:
  friend class AttachmentStore;
  AttachmentUpload(Engine* engine, std::string record_key,
                   std::string attachment_key, Secret key);
  absl::Status Put(absl::string_view chunk);
  absl::Status CommitBatch();

  Engine* const engine_;
  const std::string record_key_;
  const std::string attachment_key_;
  const std::string id_;
  const Secret key_;
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest_;
  std::string sha256_;
  // Not yet a whole chunk.
  std::string rest_;
  size_t size_ = 0;
  uint32_t next_chunk_ = 0;
  Batch batch_;
  // Of the upload row, once there is one.
  Version version_;
  bool begun_ = false;
  bool completing_ = false;
};

// Thread-safe. Calls block for I/O: never make them on a gRPC thread.
class AttachmentStore {
 public:
  // `engine` and `keys` must outlive the store and its uploads. `agency_id` is
  // that of the records.
  AttachmentStore(Engine* engine, SubjectKeys* keys, std::string agency_id);

  // Begins an attachment of the child of `record_id`. Errors: NOT_FOUND if
  // there is no key of such a record; as SubjectKeys::Get().
  absl::StatusOr<std::unique_ptr<AttachmentUpload>> Begin(
      absl::string_view record_id, absl::Time now) const;

  // Chunk `number` of an attachment, from 0. Errors: NOT_FOUND if there is
  // none; DATA_LOSS if it is damaged; as SubjectKeys::Get().
  absl::StatusOr<std::string> ReadChunk(absl::string_view record_id,
                                        absl::string_view id, size_t number,
                                        absl::Time now) const;

  // Erases every upload that is not complete: call it once at start, before
  // the first Begin(). Returns how many there were. Errors: as Reader and
  // ErasePrefix().
  absl::StatusOr<size_t> Sweep() const;

 private:
  Engine* const engine_;
  SubjectKeys* const keys_;
  const std::string agency_id_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_ATTACHMENT_STORE_H_
