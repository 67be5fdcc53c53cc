#ifndef HOMEWARD_STORAGE_RECORDS_DOCUMENT_STORE_H_
#define HOMEWARD_STORAGE_RECORDS_DOCUMENT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// The shared documents of a node (directory, revocation lists, MOUs and
// statements on them), sealed, by kind and name. Few and small: at most some
// thousands of at most 1 MiB. Thread-safe. Calls read the engine and block.
//
// Errors of every read:
//   UNAVAILABLE  The store can't be read; the text says what to do.
//   DATA_LOSS    A row is damaged, or does not open with the node's key.
class DocumentStore {
 public:
  // `engine` and `blind` must outlive the store. `key` is 32 bytes and seals
  // every document.
  DocumentStore(const Engine* engine, const BlindIndex* blind, Secret key)
      : engine_(engine), blind_(blind), key_(std::move(key)) {}

  // Adds to `batch` the rows of `document`, in place of the one of the same
  // name.
  //
  // Errors:
  //   INVALID_ARGUMENT  It is larger than 900 KiB.
  //   UNAVAILABLE       The system has no random bytes.
  absl::Status Put(absl::string_view kind,
                   const internal::v1::StoredDocument& document,
                   Batch* batch) const;

  // Adds to `batch` the end of the document of `kind` that is called `name`, if
  // there is one. Its bytes stay on the disk, sealed, until they are compacted.
  absl::Status Erase(absl::string_view kind, absl::string_view name,
                     Batch* batch) const;

  // All documents of `kind`, in no order. One that can't be read is an error;
  // with `damaged` it is left out, and makes that true.
  absl::StatusOr<std::vector<internal::v1::StoredDocument>> List(
      absl::string_view kind, bool* damaged = nullptr) const;

  // The document of `kind` that is called `name`, if there is one.
  absl::StatusOr<std::optional<internal::v1::StoredDocument>> Find(
      absl::string_view kind, absl::string_view name) const;

  // Adds to `batch` that the document of `kind` that is called `name` is to be
  // looked at from `time` on, to the microsecond. It may have several times,
  // and they don't end with it. The name stands on the disk as it is: it must
  // tell nothing, and be of at most 100 bytes.
  void Schedule(absl::string_view kind, absl::string_view name, absl::Time time,
                Batch* batch) const;

  // One time of one document.
  struct DueDocument {
    std::string name;
    absl::Time time;
  };
  // Adds to `batch` the end of that time.
  void Unschedule(absl::string_view kind, const DueDocument& due,
                  Batch* batch) const;

  struct DuePage {
    std::vector<DueDocument> documents;
    // How many rows of the page hold no time that can be read: they are left
    // out, and hide no other.
    size_t damaged = 0;
    // Where the next page begins. Empty: there is none.
    std::string next;
  };
  // At most `limit` of the times of `kind` that have come at `now`, the oldest
  // first, from `place` on, which is empty or the `next` of a page. Costs what
  // has come, and not what is there.
  absl::StatusOr<DuePage> DueBy(absl::string_view kind, absl::Time now,
                                const std::string& place, size_t limit) const;

 private:
  std::string KindPrefix(absl::string_view kind) const;
  // One of the rows of a document: how many there are, and what is in this one.
  struct Piece {
    size_t count = 0;
    std::string content;
  };
  absl::StatusOr<Piece> ReadPiece(absl::string_view term,
                                  absl::string_view number,
                                  absl::string_view sealed) const;
  // The documents in the rows that start with `prefix`. `damaged` as of List().
  absl::StatusOr<std::vector<internal::v1::StoredDocument>> ReadAll(
      absl::string_view prefix, bool* damaged) const;

  const Engine* engine_;
  const BlindIndex* blind_;
  Secret key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_DOCUMENT_STORE_H_
