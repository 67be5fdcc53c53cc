#ifndef HOMEWARD_STORAGE_ENGINE_ROCKSDB_STORE_H_
#define HOMEWARD_STORAGE_ENGINE_ROCKSDB_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_options.h"

// RocksDB as rows with versions. For rocksdb_engine only.
//
// A row's value is 8 bytes of version, then the value. The empty key, which no
// row can have, holds the format and the first version never yet given out.
namespace homeward::storage {

// Opens the database with the settings that every store has. `listener` hears
// of failures in the background. Errors: as OpenRocksDb().
absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenStore(
    const std::string& path, const RocksDbOptions& options,
    std::shared_ptr<rocksdb::EventListener> listener);

// The status of a call to RocksDB, with what to do about it. `doing` is what
// was tried, such as "writing".
absl::Status FromRocksDb(const rocksdb::Status& status,
                         absl::string_view doing);

// Whether the disk has the space to go on: room to write all that is in memory
// and its log. Errors: UNAVAILABLE, with how much to free.
absl::Status CheckFreeSpace(const std::string& path,
                            const RocksDbOptions& options);

// Version `number` as the 8 bytes before a value, most significant first.
std::string EncodeVersion(uint64_t number);

// Makes `count` versions this process's own, durably, and returns the first.
// Errors: FAILED_PRECONDITION if this isn't a store of ours; as FromRocksDb().
absl::StatusOr<uint64_t> ReserveVersions(rocksdb::DB& db, uint64_t count);

// Writes all of `batch`, its conditions set aside, as version `version`.
absl::Status WriteRows(rocksdb::DB& db, const Batch& batch,
                       absl::string_view version, Durability durability);

// What was written before is synced: by a durable write of nothing, since not
// every disk (the one in memory) has RocksDB's own call for it.
absl::Status SyncLog(rocksdb::DB& db);

// Reader's calls with arguments already checked; `snapshot` null: now. Also
// then all keys of ReadRows() are read at one moment: they are one call of
// RocksDB for one column family, which takes one set of tables and buffers, and
// after it the number of one commit, and reads every key by these. A commit
// that ends meanwhile is seen whole or not at all.
absl::StatusOr<std::optional<Versioned>> ReadRow(
    rocksdb::DB& db, const rocksdb::Snapshot* snapshot, absl::string_view key);
absl::StatusOr<std::vector<std::optional<Versioned>>> ReadRows(
    rocksdb::DB& db, const rocksdb::Snapshot* snapshot,
    absl::Span<const std::string> keys);
absl::StatusOr<Page> ReadPage(rocksdb::DB& db,
                              const rocksdb::Snapshot* snapshot,
                              const ScanRequest& request);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ROCKSDB_STORE_H_
