#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWAL_SHARE_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWAL_SHARE_H_

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/federation/probing/token_bucket.h"

namespace homeward::federation {

// So many copies that are not here each owner may take back in an hour: for
// each a row is kept for a while, in case it is still on its way. More than one
// withdrawal can name.
inline constexpr int kUnknownCopiesPerHour = 1000;

// So often in an hour each owner may take back what is erased already. It may
// have a receipt for that: one a second, as it looks for what is over.
inline constexpr int kIdleWithdrawalsPerHour = 3600;

// How much of what other agencies take back leaves rows and entries here, and
// erases nothing. What erases something has no limit. Thread-safe.
class WithdrawalShare {
 public:
  // Whether `owner`, a member, may take back `unknown` copies that are not
  // here, and, if it `is_idle`, nothing that is. Counts it if so.
  bool Take(const std::string& owner, int unknown, bool is_idle, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Left {
    TokenBucket unknown;
    TokenBucket idle;
  };

  absl::Mutex mutex_;
  std::map<std::string, Left> left_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWAL_SHARE_H_
