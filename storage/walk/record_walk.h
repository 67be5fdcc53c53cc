#ifndef HOMEWARD_STORAGE_WALK_RECORD_WALK_H_
#define HOMEWARD_STORAGE_WALK_RECORD_WALK_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine/engine.h"

namespace homeward::storage {

// Goes through all records of an agency, some at a time, in the order of their
// random keys. Thread-safe. Calls read the engine and block.
class RecordWalk {
 public:
  // `engine` must outlive it. `agency_id` is the owner's.
  RecordWalk(const Engine* engine, std::string agency_id)
      : engine_(engine), agency_id_(std::move(agency_id)) {}

  // The ids of the next records after `after_id` (empty: from the first), at
  // most `limit`, from 1 on; none when there are no more. Erased ones may be
  // among them: RecordStore::Load() tells.
  //
  // Errors:
  //   INVALID_ARGUMENT  `after_id` is no id of this agency.
  //   UNAVAILABLE       The store can't be read.
  absl::StatusOr<std::vector<std::string>> Next(absl::string_view after_id,
                                                size_t limit) const;

 private:
  const Engine* const engine_;
  const std::string agency_id_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_WALK_RECORD_WALK_H_
