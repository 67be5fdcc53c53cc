#ifndef HOMEWARD_SERVICES_STATISTICS_DAY_BUDGET_H_
#define HOMEWARD_SERVICES_STATISTICS_DAY_BUDGET_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace homeward::statistics {

// So many requests a day (UTC) for each person. Bounded: whoever comes after
// kMaxPersons others on one day gets nothing. A clock that goes back gives
// nothing anew; a new process does. Thread-safe.
class DayBudget {
 public:
  static constexpr size_t kMaxPersons = 1000;

  // `per_day` is at least 1.
  explicit DayBudget(int per_day) : per_day_(per_day) {}

  // Whether `person`, any name, has one left at `now`, which is then used.
  bool Take(const std::string& person, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  const int per_day_;
  absl::Mutex mutex_;
  // Counted from 1970.
  int64_t day_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, int> used_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_DAY_BUDGET_H_
