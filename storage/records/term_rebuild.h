#ifndef HOMEWARD_STORAGE_RECORDS_TERM_REBUILD_H_
#define HOMEWARD_STORAGE_RECORDS_TERM_REBUILD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/records/record_store.h"

namespace homeward::storage {

// How terms are made.
struct TermRules {
  // At least 1; higher than that of any rules before.
  int version = 0;
  // What the terms are blinded as: of these rules alone.
  std::string kind;
  // Those of all rules before: erased in the end.
  std::vector<std::string> older_kinds;
  // What of a record the terms are made of.
  std::vector<v1::Category> categories;
  // The terms of a record, at most kMaxTermsPerChange.
  std::function<std::vector<std::string>(const internal::v1::StoredRecord&)>
      terms;
};

// Writes the terms of all records anew, by rules that are newer than those by
// which the records were stored, and then erases the older terms. Piece by
// piece, while records are found, made and added to: who makes or adds to one
// writes terms of these rules too, and who looks for one does so by the older
// terms as well, before the newer, as long as RecordStore::TermVersion() is
// below `version`.
//
// How far it is stands in the store and is committed with the terms: after a
// kill the next run goes on. Not thread-safe; calls read and write the store
// and block.
class TermRebuild {
 public:
  // All must outlive it. `agency_id` is that of `records`.
  TermRebuild(Engine* engine, const RecordStore* records,
              const BlindIndex* blind, std::string agency_id, TermRules rules);

  // Does the next piece: writes the terms of at most 50 records, or erases at
  // most 500 older ones. Returns true once all is done, and does nothing then.
  // A piece in which a record is changed or erased meanwhile is left to the
  // next call.
  //
  // Errors: UNAVAILABLE, DATA_LOSS, as RecordStore::Load(). Nothing of this
  // piece was done, and records are found as before; try again later.
  absl::StatusOr<bool> Step(absl::Time now);

  // How far it is.
  absl::StatusOr<internal::v1::TermState> State() const;

 private:
  absl::Status Write(internal::v1::TermState state, absl::Time now);
  absl::Status Erase(internal::v1::TermState state);
  absl::StatusOr<std::vector<std::string>> TermRowsOf(
      absl::string_view record_key, absl::Time now) const;
  absl::Status Commit(const internal::v1::TermState& state,
                      Durability durability, Batch batch);

  Engine* const engine_;
  const RecordStore* const records_;
  const BlindIndex* const blind_;
  const std::string agency_id_;
  const TermRules rules_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_TERM_REBUILD_H_
