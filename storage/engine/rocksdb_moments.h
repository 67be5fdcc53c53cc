#ifndef HOMEWARD_STORAGE_ENGINE_ROCKSDB_MOMENTS_H_
#define HOMEWARD_STORAGE_ENGINE_ROCKSDB_MOMENTS_H_

#include <memory>
#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/snapshot.h"
#include "storage/waiting/steady_time.h"

namespace homeward::storage {

// What a snapshot reads. Closing the store takes `at` away.
struct Moment {
  const rocksdb::Snapshot* at = nullptr;
  SteadyTime taken;
};

// The moments that snapshots hold of one database: RocksDB must get them back
// before it is closed. Thread-safe; `db` is the same in every call until
// ReleaseAll().
class RocksDbMoments {
 public:
  // The database as it is at `now`.
  std::unique_ptr<Moment> Take(rocksdb::DB& db, SteadyTime now) {
    auto moment = std::make_unique<Moment>(Moment{db.GetSnapshot(), now});
    absl::MutexLock lock(&mutex_);
    held_.insert(moment.get());
    return moment;
  }

  // Gives back one that was not taken away.
  void Release(rocksdb::DB& db, Moment& moment) {
    absl::MutexLock lock(&mutex_);
    held_.erase(&moment);
    db.ReleaseSnapshot(moment.at);
  }

  // Takes all away.
  void ReleaseAll(rocksdb::DB& db) {
    absl::MutexLock lock(&mutex_);
    for (Moment* moment : held_) {
      db.ReleaseSnapshot(moment->at);
      moment->at = nullptr;
    }
    held_.clear();
  }

 private:
  absl::Mutex mutex_;
  std::set<Moment*> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ROCKSDB_MOMENTS_H_
