#ifndef HOMEWARD_STORAGE_RECORD_STORE_H_
#define HOMEWARD_STORAGE_RECORD_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "storage/batch.h"
#include "storage/blind.h"
#include "storage/engine.h"
#include "storage/keyring.h"

// Children's records: claims, sealed by category under a key for each child.
namespace homeward::storage {

// A value by which a record can be found: only its keyed hash is stored.
struct IndexTerm {
  // Which kind of value, such as `phone` or `name_token`: every kind is hashed
  // under a key of its own.
  std::string kind;
  // The value, normalised by the caller.
  std::string value;
};

// Claims to store, and by what to find the record.
struct NewClaims {
  // The facts, with their sources. Ids and entry times are set here.
  std::vector<v1::Claim> claims;
  // Terms to add. A term that is there already changes nothing.
  std::vector<IndexTerm> terms;
};

// What a change will write, to be submitted to the committer. Nothing happens
// before.
struct RecordChange {
  Batch batch;
  std::string record_id;
  // One id for each claim given, in order: that of the claim already there
  // where the same content from the same source is known.
  std::vector<std::string> claim_ids;
  // Which of them are new.
  std::vector<bool> added;
  bool created = false;
};

// The records of one agency. Thread-safe. Calls read the engine and block:
// never make them on a gRPC thread.
//
// Errors of every call:
//   UNAVAILABLE  The store can't be read; the text says what to do.
//   DATA_LOSS    A row is damaged, or does not open with the node's keys.
class RecordStore {
 public:
  // `engine`, `keyring` and `blind` must outlive the store. `agency_id` is the
  // owner's: it is part of every record id.
  RecordStore(const Engine* engine, Keyring* keyring, const BlindIndex* blind,
              std::string agency_id);

  // Prepares a new record with a random id.
  //
  // Errors:
  //   INVALID_ARGUMENT  A claim is too large to store; the text says which.
  absl::StatusOr<RecordChange> Create(const NewClaims& content,
                                      absl::Time now) const;

  // Prepares the addition of claims to a record. The batch conflicts when
  // another change was committed in between: prepare anew.
  //
  // Errors:
  //   NOT_FOUND         No such record.
  //   INVALID_ARGUMENT  A claim is too large, or the record has too many.
  absl::StatusOr<RecordChange> Append(absl::string_view record_id,
                                      const NewClaims& content,
                                      absl::Time now) const;

  // Records that have the term, by id, at most `limit`.
  absl::StatusOr<std::vector<std::string>> Find(const IndexTerm& term,
                                                size_t limit) const;

  // A record with its claims, of which only the blobs of `categories` are
  // unsealed; the envelope of a claim (CATEGORY_EXIST) always is. Nothing if
  // there is no such record. Reads in two rounds.
  absl::StatusOr<std::optional<internal::v1::StoredRecord>> Load(
      absl::string_view record_id, absl::Span<const v1::Category> categories,
      absl::Time now) const;

 private:
  const Engine* engine_;
  Keyring* keyring_;
  const BlindIndex* blind_;
  std::string agency_id_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORD_STORE_H_
