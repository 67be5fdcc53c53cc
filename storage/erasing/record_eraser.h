#ifndef HOMEWARD_STORAGE_ERASING_RECORD_ERASER_H_
#define HOMEWARD_STORAGE_ERASING_RECORD_ERASER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/subject_keys.h"
#include "storage/records/record_store.h"

namespace homeward::storage {

// Erases records, in two steps: by the commit of Remove() a record is found by
// nobody any more; by Destroy() nothing of it can be read ever again. The rows
// of its numbers in other systems stay: ErasedOfSource() knows it by them.
// Thread-safe. Calls read or write the engine and block.
//
// Source: docs/records.md, "Erasing a record".
class RecordEraser {
 public:
  // `engine`, `keys` and `blind` must outlive it. `agency_id` is that of the
  // records.
  RecordEraser(Engine* engine, SubjectKeys* keys, const BlindIndex* blind,
               std::string agency_id)
      : engine_(engine),
        keys_(keys),
        blind_(blind),
        agency_id_(std::move(agency_id)) {}

  // Adds to `batch` that there is no record `record_id`. The batch conflicts if
  // the record was changed since this call: load it after, not before.
  //
  // Errors: NOT_FOUND if there is none; UNAVAILABLE if the store can't be read.
  absl::Status Remove(absl::string_view record_id, Batch* batch) const;

  // Adds to `batch` that the record is not found by `terms` any more. Does
  // nothing for an id that is none of this agency.
  void RemoveTerms(absl::string_view record_id,
                   const std::vector<IndexTerm>& terms, Batch* batch) const;

  // Destroys the key of a record that was removed, and deletes its claims and
  // attachments. Safe to repeat, also after it was done.
  //
  // Errors: those of SubjectKeys::ShredAll(), which keep no row from being
  // deleted, and of ErasePrefix(). Repeat until OK.
  absl::Status Destroy(absl::string_view record_id) const;

  // The records that had this number in the system that they came from and are
  // gone, as long as no other one has taken their place there.
  //
  // Errors: UNAVAILABLE if the store can't be read.
  absl::StatusOr<std::vector<std::string>> ErasedOfSource(
      absl::string_view source_record_id) const;

 private:
  Engine* const engine_;
  SubjectKeys* const keys_;
  const BlindIndex* const blind_;
  const std::string agency_id_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ERASING_RECORD_ERASER_H_
