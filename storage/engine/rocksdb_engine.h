#ifndef HOMEWARD_STORAGE_ENGINE_ROCKSDB_ENGINE_H_
#define HOMEWARD_STORAGE_ENGINE_ROCKSDB_ENGINE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_options.h"

namespace homeward::storage {

// Opens the store in the folder `path`, for this process alone. Makes the
// folder (for its owner only, mode 0700) if it isn't there; its parent must be.
//
// After a failed write the engine stops serving: every call gives UNAVAILABLE
// until Health() has read the store from disk again, which settles whether that
// write happened. All snapshots have expired then.
//
// Errors:
//   FAILED_PRECONDITION  Another process has the store open, or the folder
//                        holds something else or a newer format.
//   NOT_FOUND            The parent of the folder isn't there.
//   PERMISSION_DENIED    The folder can't be written by this user.
//   UNAVAILABLE          The disk is full or failed.
//   DATA_LOSS            The store is damaged: restore a backup.
absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(
    const std::string& path, const RocksDbOptions& options = {});

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ROCKSDB_ENGINE_H_
