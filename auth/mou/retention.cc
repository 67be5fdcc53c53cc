#include "auth/mou/retention.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/time/time.h"

namespace homeward::auth {

absl::Duration RetentionOf(
    const google::protobuf::RepeatedPtrField<v1::Obligation>& duties) {
  bool said = false;
  absl::Duration shortest = kKeepAtMost;
  for (const v1::Obligation& duty : duties) {
    if (duty.type() != v1::OBLIGATION_TYPE_RETAIN_AT_MOST) continue;
    said = true;
    // One without a time can't be carried out but at once.
    shortest = std::min(shortest, absl::Seconds(duty.within().seconds()) +
                                      absl::Nanoseconds(duty.within().nanos()));
  }
  return said ? std::max(shortest, absl::ZeroDuration()) : kKeepUnsaid;
}

bool OwesReceipt(
    const google::protobuf::RepeatedPtrField<v1::Obligation>& duties) {
  return absl::c_any_of(duties, [](const v1::Obligation& duty) {
    return duty.type() == v1::OBLIGATION_TYPE_DELETE_WITH_RECEIPT;
  });
}

}  // namespace homeward::auth
