#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_DISTINCT_COUNT_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_DISTINCT_COUNT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace homeward::federation {

// About how many different values were added within the last hour, in memory
// of a fixed size: linear counting over two bitmaps, one for each half hour of
// the clock. Within 10 percent for what `limit` says to count up to; much more
// than that counts as more than `limit` in any case. Not thread-safe.
// Source: Whang, Vander-Zanden, Taylor, "A linear-time probabilistic counting
// algorithm for database applications" (1990).
class DistinctCount {
 public:
  // `limit` is in [1, kMaxLimit].
  static constexpr size_t kMaxLimit = 4096;
  explicit DistinctCount(size_t limit);

  // Adds the value with the hash `hash`, whose bits must be spread evenly.
  void Add(uint64_t hash, absl::Time now);

  // How many there were between half an hour and an hour ago, and since.
  double Estimate(absl::Time now) const;

 private:
  // Drops what is over an hour old.
  void Turn(absl::Time now);

  size_t bits_;
  // The half hours, counted from 1970, of `newer_`; `older_` is the one before.
  int64_t half_hour_ = 0;
  std::vector<uint64_t> newer_;
  std::vector<uint64_t> older_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_DISTINCT_COUNT_H_
