#ifndef HOMEWARD_STORAGE_KEYS_KEY_CACHE_H_
#define HOMEWARD_STORAGE_KEYS_KEY_CACHE_H_

#include <cstdint>
#include <list>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// No unwrapped key is used longer than this after it was read, on any front: a
// shred is complete everywhere once this has passed. Source:
// docs/keys.md, "Erasing a child".
inline constexpr absl::Duration kMaxKeyAge = absl::Seconds(5);

// A few unwrapped keys, so that reading several values of one child unwraps
// once. Keys are zeroed when they leave. Thread-safe.
class KeyCache {
 public:
  // Holds at most `capacity` keys, at least 1; the one put first goes first.
  explicit KeyCache(size_t capacity) : capacity_(capacity) {}

  // The key of `subject`, if it was put less than kMaxKeyAge before `now`.
  // A clock that went back makes it unknown.
  std::optional<Secret> Find(absl::string_view subject, absl::Time now);

  // Call before reading the key that Put() will be given.
  uint64_t epoch() const;

  // Keeps `key`, unless Clear() was called since `epoch` was taken: then a
  // shred may have destroyed it while it was being read.
  void Put(absl::string_view subject, const Secret& key, absl::Time now,
           uint64_t epoch);

  // Forgets every key.
  void Clear();

 private:
  struct Entry {
    std::string subject;
    Secret key;
    absl::Time put;
  };

  void Erase(std::list<Entry>::iterator entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t capacity_;
  mutable absl::Mutex mutex_;
  uint64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> index_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_KEY_CACHE_H_
