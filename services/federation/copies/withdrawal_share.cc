#include "services/federation/copies/withdrawal_share.h"

#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace homeward::federation {

bool WithdrawalShare::Take(const std::string& owner, int unknown, bool is_idle,
                           absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Left& left = left_
                   .try_emplace(owner, Left{{kUnknownCopiesPerHour, now},
                                            {kIdleWithdrawalsPerHour, now}})
                   .first->second;
  if ((unknown > 0 && !left.unknown.Has(now, unknown)) ||
      (is_idle && !left.idle.Has(now))) {
    return false;
  }
  left.unknown.Take(unknown);
  if (is_idle) left.idle.Take();
  return true;
}

}  // namespace homeward::federation
