#ifndef HOMEWARD_STORAGE_ENGINE_NARROW_DISK_H_
#define HOMEWARD_STORAGE_ENGINE_NARROW_DISK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/engine/engine.h"
#include "storage/engine/narrow_engine.h"
#include "storage/waiting/steady_time.h"

// For narrow_engine only.
namespace homeward::storage {

// What one commit made of a row.
struct NarrowCell {
  uint64_t moment = 0;
  SteadyTime written;
  std::optional<Versioned> row;  // None: deleted.
};

// Rows with the history that snapshots may still read. Thread-compatible: its
// users hold mutex().
class NarrowDisk {
 public:
  absl::Mutex& mutex() const ABSL_LOCK_RETURNED(mutex_) { return mutex_; }

  // The number of the last commit; what a snapshot remembers.
  uint64_t moment() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return moment_; }

  // The row of `key` after the commit `moment`, if there was one.
  std::optional<Versioned> RowAt(absl::string_view key, uint64_t moment) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  // A page of at most `limit` rows as they were then.
  Page PageAt(const ScanRequest& request, uint64_t moment) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  // The keys of the conditions that don't hold.
  std::vector<std::string> Conflicts(const Batch& batch) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  // Makes the writes of `batch`, and forgets what no snapshot can read at
  // `now`.
  void Apply(const Batch& batch, const Version& version, SteadyTime now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // A version never given out before.
  Version NewVersion() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  NarrowCounts& counts() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return counts_;
  }
  const NarrowCounts& counts() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return counts_;
  }

 private:
  mutable absl::Mutex mutex_;
  uint64_t moment_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t versions_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::vector<NarrowCell>, std::less<>> rows_
      ABSL_GUARDED_BY(mutex_);
  NarrowCounts counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_NARROW_DISK_H_
