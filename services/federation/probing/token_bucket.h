#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_TOKEN_BUCKET_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_TOKEN_BUCKET_H_

#include <algorithm>

#include "absl/time/time.h"

namespace homeward::federation {

// So many tokens an hour: full at first, and never fuller than an hour fills
// it. A clock that goes back fills nothing. Not thread-safe.
class TokenBucket {
 public:
  TokenBucket(double per_hour, absl::Time now)
      : per_hour_(per_hour), tokens_(per_hour), filled_(now) {}

  // Whether there are so many tokens at `now`.
  bool Has(absl::Time now, double tokens = 1) {
    Fill(now);
    return tokens_ >= tokens;
  }

  // Takes what Has() has seen.
  void Take(double tokens = 1) { tokens_ -= tokens; }

  // Puts one back that was not needed.
  void Return() { tokens_ = std::min(per_hour_, tokens_ + 1); }

 private:
  void Fill(absl::Time now) {
    if (now <= filled_) return;
    const double hours = absl::ToDoubleSeconds(now - filled_) / 3600;
    tokens_ = std::min(per_hour_, tokens_ + per_hour_ * hours);
    filled_ = now;
  }

  double per_hour_;
  double tokens_;
  absl::Time filled_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_TOKEN_BUCKET_H_
