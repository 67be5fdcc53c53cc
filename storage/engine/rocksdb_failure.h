#ifndef HOMEWARD_STORAGE_ENGINE_ROCKSDB_FAILURE_H_
#define HOMEWARD_STORAGE_ENGINE_ROCKSDB_FAILURE_H_

#include <atomic>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/listener.h"
#include "rocksdb/status.h"
#include "storage/engine/rocksdb_store.h"

namespace homeward::storage {

// The first failure since the store was last opened. Thread-safe.
class RocksDbFailure : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* status) override {
    Set(FromRocksDb(*status, "writing in the background"));
  }

  // Keeps `status`, which is not OK, unless there is one already.
  void Set(absl::Status status) {
    absl::MutexLock lock(&mutex_);
    if (status_.ok()) status_ = std::move(status);
    failed_ = true;
  }

  // The store is open again.
  void Clear() {
    absl::MutexLock lock(&mutex_);
    status_ = absl::OkStatus();
    failed_ = false;
  }

  // OK when nothing failed. Cheap then.
  absl::Status Get() const {
    if (!failed_) return absl::OkStatus();
    absl::MutexLock lock(&mutex_);
    return status_;
  }

 private:
  std::atomic<bool> failed_ = false;
  mutable absl::Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ROCKSDB_FAILURE_H_
