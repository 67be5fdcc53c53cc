#ifndef HOMEWARD_TESTS_FAULT_CRASH_FILE_SYSTEM_H_
#define HOMEWARD_TESTS_FAULT_CRASH_FILE_SYSTEM_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/file_system.h"
#include "tests/fault/power_cut.h"

namespace homeward::testing {

// A file system in memory, for RocksDB, whose machine loses power at a chosen
// operation. Operations are: create, append, truncate, sync, rename, delete,
// and sync of a folder. Thread-safe.
class CrashFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit CrashFileSystem(uint64_t seed);

  const char* Name() const override { return "CrashFileSystem"; }

  // Operation `number` (the first is 1) and all later ones fail. It may have
  // taken effect, as far as the power cut allows.
  void CrashAt(int64_t number) ABSL_LOCKS_EXCLUDED(mutex_);
  bool crashed() const ABSL_LOCKS_EXCLUDED(mutex_);
  int64_t operations() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Brings the machine back, with what `cut` leaves. Every file must have been
  // closed. Counts operations from 0 again; none is set to fail.
  void Restart(PowerCut cut) ABSL_LOCKS_EXCLUDED(mutex_);

  // For the files and folders opened here. Each counts as an operation.
  rocksdb::IOStatus Append(FileOnDisk& file, const rocksdb::Slice& bytes);
  rocksdb::IOStatus Truncate(FileOnDisk& file, uint64_t size);
  rocksdb::IOStatus Sync(FileOnDisk& file);
  rocksdb::IOStatus SyncFolder();

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(
      const std::string& path, const rocksdb::IOOptions& options,
      std::unique_ptr<rocksdb::FSDirectory>* directory,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // Not modelled, so refused: a store must not need them.
  rocksdb::IOStatus ReopenWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(
      const std::string& path, const std::string& old,
      const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;

 private:
  // Counts an operation.
  enum class Fate { kHappens, kInterrupted, kTooLate };
  Fate Next() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_);
  FolderOnDisk folder_ ABSL_GUARDED_BY(mutex_);
  int64_t operations_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<int64_t> crash_at_ ABSL_GUARDED_BY(mutex_);
  bool crashed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_FAULT_CRASH_FILE_SYSTEM_H_
