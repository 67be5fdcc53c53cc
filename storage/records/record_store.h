#ifndef HOMEWARD_STORAGE_RECORDS_RECORD_STORE_H_
#define HOMEWARD_STORAGE_RECORDS_RECORD_STORE_H_

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
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/subject_keys.h"

// Children's records: claims, sealed by category under a key for each child.
namespace homeward::storage {

// The kind of terms of the numbers of records in the systems they come from.
// Those of the matcher are its own (services/matching/index_version.h).
inline constexpr absl::string_view kSourceTerm = "source_record";

inline constexpr int kMaxClaimsPerRecord = 1000;
inline constexpr size_t kMaxClaimBytes = 256 << 10;
// Of all claims of one change.
inline constexpr size_t kMaxChangeBytes = 768 << 10;
inline constexpr size_t kMaxTermsPerChange = 500;
inline constexpr int kMaxRecordsOfSource = 8;

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
  // The facts, with their sources. Ids and entry times are set here. Only
  // fields with a category are stored.
  std::vector<v1::Claim> claims;
  // Terms to add, at most kMaxTermsPerChange. A term that is there already
  // changes nothing.
  std::vector<IndexTerm> terms;
};

// The number of a record in the system that it comes from.
struct SourceRecord {
  // At most 200 bytes. Empty when it comes from none.
  std::string id;
  // What FindSource() said of it. Another record gets the number as well.
  std::vector<std::string> known_record_ids;
};

// What a change will write, to be submitted to the committer. Nothing happens
// before.
struct RecordChange {
  // Empty when all is there already.
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
//
// Source: docs/records.md.
class RecordStore {
 public:
  // `engine`, `keys` and `blind` must outlive the store. `agency_id` is the
  // owner's: it is part of every record id.
  RecordStore(const Engine* engine, SubjectKeys* keys, const BlindIndex* blind,
              std::string agency_id);

  // Prepares a new record with a random id, and makes its key. The batch
  // conflicts when another one took the number of `source` in between: one
  // that is not in `known_record_ids`. Once kMaxRecordsOfSource have it, the
  // record is made without.
  //
  // Errors:
  //   INVALID_ARGUMENT  A claim is too large to store; the text says which.
  absl::StatusOr<RecordChange> Create(const NewClaims& content,
                                      const SourceRecord& source,
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

  // Records that have the term, by id, at most `limit` (1 to 10,000). Erased
  // ones may be among them: Load() tells.
  absl::StatusOr<std::vector<std::string>> Find(const IndexTerm& term,
                                                size_t limit) const;

  // About how many records there are, erased ones too: exact if they are few,
  // else within a fifth, as a rule. Reads at most 256 rows: ids are random, so
  // that the first of them tell how close all lie.
  absl::StatusOr<double> EstimateCount() const;

  // Of which version every record has terms, as TermRebuild left it; 0 in a
  // store whose terms were never written anew.
  absl::StatusOr<int> TermVersion() const;

  // The records with this number in the system they come from, oldest first,
  // without those that were erased. As a rule none or one: a second is made for
  // who may not add to the first. One that can't be read is an error; with
  // `damaged` it is left out, and makes that true.
  absl::StatusOr<std::vector<std::string>> FindSource(
      absl::string_view source_record_id, absl::Time now,
      bool* damaged = nullptr) const;

  // A record with its claims, of which only the fields of `categories` are
  // unsealed; the envelope of a claim (CATEGORY_EXIST) always is. Which fact
  // a claim holds can be seen whatever the categories. Nothing if there is no
  // such record, or it was erased: its head is gone, or its key was destroyed.
  // A key that is only missing is DATA_LOSS. Reads in two rounds, besides the
  // key.
  absl::StatusOr<std::optional<internal::v1::StoredRecord>> Load(
      absl::string_view record_id, absl::Span<const v1::Category> categories,
      absl::Time now) const;

 private:
  struct Present;

  absl::StatusOr<std::optional<Present>> Read(absl::string_view record_id,
                                              absl::Time now) const;
  // OK if the record of `record_key`, whose head was read and whose key is not
  // there, was erased. Else DATA_LOSS.
  absl::Status CheckErased(absl::string_view record_key) const;
  std::string SourceRowOf(absl::string_view source_record_id, int place) const;
  absl::Status TakeSource(const SourceRecord& source,
                          absl::string_view record_key, absl::Time now,
                          Batch& batch) const;
  absl::Status AddClaims(const NewClaims& content, absl::Time now,
                         Present& record, RecordChange& change) const;
  absl::Status AddTerms(const NewClaims& content, absl::string_view record_key,
                        Batch& batch) const;
  std::string ContentHash(v1::Claim claim) const;

  const Engine* engine_;
  SubjectKeys* keys_;
  const BlindIndex* blind_;
  const std::string agency_id_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_RECORD_STORE_H_
