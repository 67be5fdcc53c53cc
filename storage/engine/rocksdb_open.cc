#include <sys/stat.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/table.h"
#include "storage/engine/rocksdb_store.h"

namespace homeward::storage {
namespace {

// RocksDB's own log of events, written nowhere. Its information lines may name
// keys; and on a full disk the log in its folder ends the process: its second
// line after one that failed breaks an assertion, which Debian's build of
// 7.8 has (WritableFileWriter::AssertFalseAndGetStatusForPrevError). What
// fails is told by the calls, and by RocksDbFailure.
class NoLog : public rocksdb::Logger {
 public:
  NoLog() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {}
};

rocksdb::Options MakeOptions(const RocksDbOptions& options) {
  rocksdb::Options made;
  if (options.disk != nullptr) made.env = options.disk.get();
  made.create_if_missing = true;
  made.track_and_verify_wals_in_manifest = true;
  made.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  made.compression = rocksdb::kNoCompression;  // Sealed values don't shrink.
  // The engine opens the store anew after a failure, so RocksDB must not.
  made.max_bgerror_resume_count = 0;

  made.write_buffer_size = options.write_buffer_bytes;
  made.max_write_buffer_number = 2;
  // Most rows that are read lie in tables: don't search the buffer for them.
  made.memtable_whole_key_filtering = true;
  made.memtable_prefix_bloom_size_ratio = 0.05;
  made.max_total_wal_size = 4 * options.write_buffer_bytes;
  made.max_open_files = 256;
  made.max_background_jobs = 2;
  made.stats_dump_period_sec = 0;
  made.stats_persist_period_sec = 0;

  made.info_log = std::make_shared<NoLog>();

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
  // In parts that the cache can hold: a whole index is larger than one of its
  // shards, so it would be read from the disk for each row.
  table.cache_index_and_filter_blocks = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return made;
}

absl::Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) {
    return absl::OkStatus();
  }
  const int error = errno;
  const std::string text = absl::StrCat("can't make the folder ", path,
                                        " for the store: ", strerror(error));
  switch (error) {
    case ENOENT:
      return absl::NotFoundError(absl::StrCat(text, "; make its parent first"));
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(
          absl::StrCat(text, "; give this user the right to write there"));
    case ENOTDIR:
      return absl::FailedPreconditionError(text);
    default:
      return absl::UnavailableError(text);
  }
}

// RocksDB tells these apart by text only.
absl::Status FromOpen(const rocksdb::Status& status, const std::string& path) {
  const std::string text = status.ToString();
  if (status.IsIOError() && absl::StrContains(text, "/LOCK") &&
      absl::StrContains(text, "lock")) {
    if (absl::StrContains(text, "Permission denied")) {
      return absl::PermissionDeniedError(absl::StrCat(
          "this user can't write in ", path, ", the folder of the store"));
    }
    return absl::FailedPreconditionError(
        absl::StrCat("another process, or this one, has the store in ", path,
                     " open: stop it first, or choose another folder"));
  }
  return FromRocksDb(status, absl::StrCat("opening ", path));
}

}  // namespace

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenStore(
    const std::string& path, const RocksDbOptions& options,
    std::shared_ptr<rocksdb::EventListener> listener) {
  if (options.disk == nullptr) {
    absl::Status made = MakeFolder(path);
    if (!made.ok()) return made;
  }
  rocksdb::Options rocksdb_options = MakeOptions(options);
  rocksdb_options.listeners.push_back(std::move(listener));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(rocksdb_options, path, &db);
  if (!opened.ok()) return FromOpen(opened, path);
  return std::unique_ptr<rocksdb::DB>(db);
}

absl::Status CheckFreeSpace(const std::string& path,
                            const RocksDbOptions& options) {
  rocksdb::Env* disk =
      options.disk != nullptr ? options.disk.get() : rocksdb::Env::Default();
  uint64_t free_bytes = 0;
  // A disk that can't say goes on; it will fail again if it is full.
  if (!disk->GetFreeSpace(path, &free_bytes).ok()) return absl::OkStatus();
  const uint64_t needed_bytes = 4 * options.write_buffer_bytes;
  if (free_bytes >= needed_bytes) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("the disk of the store in ", path, " has ", free_bytes >> 20,
                   " MiB free and needs ", needed_bytes >> 20,
                   "; free space on it, then the store comes back by itself"));
}

absl::Status FromRocksDb(const rocksdb::Status& status,
                         absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string text =
      absl::StrCat("the store failed while ", doing, ": ", status.ToString());
  if (status.IsNoSpace()) {
    return absl::UnavailableError(absl::StrCat(
        text, "; free space on its disk, then it comes back by itself"));
  }
  if (status.IsCorruption()) {
    return absl::DataLossError(
        absl::StrCat(text, "; check the disk, then restore a backup"));
  }
  return absl::UnavailableError(absl::StrCat(
      text, "; see the kernel's log for its disk; it is tried again"));
}

}  // namespace homeward::storage
