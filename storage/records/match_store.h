#ifndef HOMEWARD_STORAGE_RECORDS_MATCH_STORE_H_
#define HOMEWARD_STORAGE_RECORDS_MATCH_STORE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/stored.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// What people decided of the matches of one child, as the store has it.
struct KnownMatches {
  internal::v1::StoredMatches matches;
  // Of the row that they are in; nothing when nobody decided yet.
  std::optional<Version> version;
};

// What people decided of matches, by the child whom they may be. Only a keyed
// hash of what names the child is stored. Thread-safe. Calls read the engine
// and block.
class MatchStore {
 public:
  // `engine` and `blind` must outlive the store. `key` is 32 bytes and seals
  // what was decided, which names nobody but staff by their pseudonyms.
  MatchStore(const Engine* engine, const BlindIndex* blind, Secret key)
      : engine_(engine), blind_(blind), key_(std::move(key)) {}

  // What was decided of the matches of the child that `child_key` names: any
  // bytes, the same for the same child. Errors: UNAVAILABLE, DATA_LOSS.
  absl::StatusOr<KnownMatches> Find(absl::string_view child_key) const;

  // Adds to `batch` what is decided now. The batch conflicts when somebody
  // decided since Find() gave `known`.
  //
  // Errors:
  //   FAILED_PRECONDITION  It is more than 60,000 bytes.
  //   UNAVAILABLE          The system has no random bytes.
  absl::Status Put(absl::string_view child_key, const KnownMatches& known,
                   Batch* batch) const;

 private:
  const Engine* engine_;
  const BlindIndex* blind_;
  const Secret key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_MATCH_STORE_H_
