#include "storage/keys/key_cache.h"

namespace homeward::storage {

std::optional<Secret> KeyCache::Find(absl::string_view subject,
                                     absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto found = index_.find(subject);
  if (found == index_.end()) return std::nullopt;
  const absl::Duration age = now - found->second->put;
  if (age < absl::ZeroDuration() || age >= kMaxKeyAge) {
    Erase(found->second);
    return std::nullopt;
  }
  return found->second->key.Clone();
}

uint64_t KeyCache::epoch() const {
  absl::MutexLock lock(&mutex_);
  return epoch_;
}

void KeyCache::Put(absl::string_view subject, const Secret& key, absl::Time now,
                   uint64_t epoch) {
  absl::MutexLock lock(&mutex_);
  if (epoch != epoch_) return;
  if (const auto old = index_.find(subject); old != index_.end()) {
    Erase(old->second);
  }
  while (!entries_.empty() && entries_.size() >= capacity_) {
    Erase(entries_.begin());
  }
  entries_.push_back({std::string(subject), key.Clone(), now});
  index_[subject] = std::prev(entries_.end());
}

void KeyCache::Clear() {
  absl::MutexLock lock(&mutex_);
  ++epoch_;
  index_.clear();
  entries_.clear();
}

void KeyCache::Erase(std::list<Entry>::iterator entry) {
  index_.erase(entry->subject);
  entries_.erase(entry);
}

}  // namespace homeward::storage
