#include "auth/decision/obligations.h"

#include <utility>

#include "absl/algorithm/container.h"

namespace homeward::auth {
bool IsSooner(const v1::Obligation& a, const v1::Obligation& b) {
  if (!a.has_within()) return false;
  return !b.has_within() ||
         std::make_pair(a.within().seconds(), a.within().nanos()) <
             std::make_pair(b.within().seconds(), b.within().nanos());
}

void MergeObligations(const std::vector<v1::Obligation>& duties,
                      std::vector<v1::Obligation>& kept) {
  for (const v1::Obligation& duty : duties) {
    const auto same =
        absl::c_find_if(kept, [&duty](const v1::Obligation& other) {
          return other.type() == duty.type();
        });
    if (same == kept.end()) {
      kept.push_back(duty);
    } else if (IsSooner(duty, *same)) {
      *same = duty;
    }
  }
}

}  // namespace homeward::auth
