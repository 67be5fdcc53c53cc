#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_HITS_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_HITS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace homeward::matching {

// A record and what the keys that it shares are worth together.
struct Hit {
  uint32_t record = 0;
  float worth = 0;
};

// Adds up hits of records: a hash table that is cheap to use again. Not
// thread-safe.
class Hits {
 public:
  Hits();

  void Clear();
  // Adds `worth` to each record.
  void Add(absl::Span<const uint32_t> records, float worth);
  // All of them, in no order.
  absl::Span<const Hit> all() const { return hits_; }

 private:
  void Grow();

  std::vector<Hit> hits_;
  // One more than the place in hits_; 0 is free. A power of two.
  std::vector<uint32_t> slots_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_HITS_H_
