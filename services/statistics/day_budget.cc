#include "services/statistics/day_budget.h"

namespace homeward::statistics {

bool DayBudget::Take(const std::string& person, absl::Time now) {
  const int64_t day = absl::ToUnixSeconds(now) / (24 * 3600);
  absl::MutexLock lock(&mutex_);
  if (day > day_) {
    day_ = day;
    used_.clear();
  }
  if (used_.size() >= kMaxPersons && !used_.contains(person)) return false;
  int& used = used_[person];
  if (used >= per_day_) return false;
  ++used;
  return true;
}

}  // namespace homeward::statistics
