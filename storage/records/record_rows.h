#ifndef HOMEWARD_STORAGE_RECORDS_RECORD_ROWS_H_
#define HOMEWARD_STORAGE_RECORDS_RECORD_ROWS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/seal.h"
#include "storage/keys/secret.h"

// How a record lies in rows. Thread-safe. Source: docs/records.md, "Rows".
namespace homeward::storage {

// Bytes of a record's key and of a claim's key: both are random.
inline constexpr size_t kRecordKeyBytes = 16;
inline constexpr size_t kClaimKeyBytes = 16;

// `agencies/{agency}/children/{hexadecimal digits of the key}`, and back. No
// key if it isn't an id of this agency.
std::string RecordId(absl::string_view agency_id, absl::string_view record_key);
std::optional<std::string> RecordKey(absl::string_view agency_id,
                                     absl::string_view record_id);

// `hex` as bytes, if it is twice as many lower-case hexadecimal digits.
std::optional<std::string> FromHex(absl::string_view hex, size_t bytes);

// The row of the head: written by every change, so it guards the whole record.
std::string HeadRow(absl::string_view record_key);
// The heads of the records after that of `record_key`, in the order of their
// keys; of all if it is empty.
ScanRequest HeadsAfter(absl::string_view record_key);
// What the rows of a record's claims start with, and those of its photos and
// recordings.
std::string SegmentPrefix(absl::string_view record_key);
std::string AttachmentsPrefix(absl::string_view record_key);
// The row that says that a record has a blinded term, and what those of one
// term start with; the record's key follows.
std::string TermRow(absl::string_view term, absl::string_view record_key);
std::string TermPrefix(absl::string_view term);
// What the rows of all terms of one kind start with: see BlindIndex.
std::string TermKindPrefix(absl::string_view kind_prefix);
// The row that says which terms the store has, and what it says: an empty state
// if there is none. Errors: those of Reader; DATA_LOSS if it is damaged.
std::string TermStateRow();
absl::StatusOr<internal::v1::TermState> ReadTermState(const Reader& reader);
// The row that names a record with a number of another system, and the kind of
// its term: `kind` for the first record that has the number, and one of its own
// for each that shares it, by its place from 0.
std::string SourceRow(absl::string_view term);
std::string SourceKind(absl::string_view kind, int place);

// Adds the row of the head. Errors: INVALID_ARGUMENT if it is too large: the
// record is full; UNAVAILABLE if the system has no random bytes.
absl::Status PutHead(const Secret& key, absl::string_view record_key,
                     const internal::v1::RecordHead& head, Batch* batch);
// DATA_LOSS if the row is damaged or was sealed under another key than that of
// `unsealer`.
absl::StatusOr<internal::v1::RecordHead> OpenHead(Unsealer& unsealer,
                                                  absl::string_view record_key,
                                                  absl::string_view row);

// Adds the rows of `claims`, which have the numbers from `first_claim` on.
// Errors: UNAVAILABLE if the system has no random bytes.
absl::StatusOr<internal::v1::SegmentHead> PutSegment(
    const Secret& key, absl::string_view record_key, int first_claim,
    absl::Span<const v1::Claim> claims, Batch* batch);

// The rows that hold `categories` of a record.
class SegmentRows {
 public:
  SegmentRows(absl::string_view record_key,
              const internal::v1::RecordHead& head,
              absl::Span<const v1::Category> categories);

  // Reads the rows and adds what they hold to `claims`, which has one claim
  // for each in the head. Errors: those of Reader, and DATA_LOSS if one is
  // missing, damaged or sealed under another key than that of `unsealer`.
  absl::Status ReadInto(const Reader& reader, Unsealer& unsealer,
                        std::vector<v1::Claim*>& claims) const;

 private:
  struct Blob {
    v1::Category category;
    // Its rows are keys_[first] to keys_[first + count - 1].
    size_t first;
    size_t count;
    int first_claim;
  };

  using Rows = std::vector<std::optional<Versioned>>;

  absl::StatusOr<Rows> Read(const Reader& reader) const;
  absl::StatusOr<Secret> Open(const Blob& blob, const Rows& rows,
                              Unsealer& unsealer) const;

  std::string record_key_;
  std::vector<std::string> keys_;
  std::vector<Blob> blobs_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_RECORD_ROWS_H_
