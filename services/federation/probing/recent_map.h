#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_RECENT_MAP_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_RECENT_MAP_H_

#include <cstddef>
#include <list>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace homeward::federation {

// Values by key, of which only the `limit` that were used last are kept. Not
// thread-safe.
template <typename Value>
class RecentMap {
 public:
  explicit RecentMap(size_t limit) : limit_(limit) {}

  // The value of `key`, which `make()` makes when there is none. It lives until
  // `limit` other keys were used.
  template <typename Make>
  Value& Use(const std::string& key, const Make& make) {
    const auto found = places_.find(key);
    if (found != places_.end()) {
      values_.splice(values_.begin(), values_, found->second);
      return values_.front().second;
    }
    if (values_.size() == limit_) {
      places_.erase(values_.back().first);
      values_.pop_back();
    }
    values_.emplace_front(key, make());
    places_[key] = values_.begin();
    return values_.front().second;
  }

  void Erase(const std::string& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return;
    values_.erase(found->second);
    places_.erase(found);
  }

 private:
  using Values = std::list<std::pair<std::string, Value>>;

  const size_t limit_;
  // The one used last comes first.
  Values values_;
  absl::flat_hash_map<std::string, typename Values::iterator> places_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_RECENT_MAP_H_
