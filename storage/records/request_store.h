#ifndef HOMEWARD_STORAGE_RECORDS_REQUEST_STORE_H_
#define HOMEWARD_STORAGE_RECORDS_REQUEST_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// The outcomes of writes, by the request id that the caller chose, so that a
// write that is sent again happens once. Thread-safe. Calls read the engine
// and block.
class RequestStore {
 public:
  // `engine` and `blind` must outlive the store. `key` is 32 bytes and seals
  // every outcome: they hold ids and no personal data.
  RequestStore(const Engine* engine, const BlindIndex* blind, Secret key)
      : engine_(engine), blind_(blind), key_(std::move(key)) {}

  // The outcome of the request `request_id`, or nothing if it is new.
  //
  // Errors:
  //   ALREADY_EXISTS  The id was used with other content than `content`.
  //   UNAVAILABLE, DATA_LOSS  As Reader and Unseal().
  absl::StatusOr<std::optional<std::string>> Find(
      absl::string_view request_id, absl::string_view content) const;

  // Adds to `batch`, which does what was requested, its `outcome`, at most
  // 60,000 bytes. The batch conflicts when the id was used in between.
  // Errors: UNAVAILABLE if the system has no random bytes.
  absl::Status Put(absl::string_view request_id, absl::string_view content,
                   absl::string_view outcome, Batch* batch) const;

 private:
  const Engine* engine_;
  const BlindIndex* blind_;
  const Secret key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_REQUEST_STORE_H_
