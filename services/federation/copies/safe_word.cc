#include "services/federation/copies/safe_word.h"

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/wellbeing.pb.h"

namespace homeward::federation {

bool SaysSafe(const v1::ChildRecord& record, absl::Time since, absl::Time now) {
  absl::Time newest = absl::InfinitePast();
  bool safe = false;
  for (const v1::Claim& claim : record.claims()) {
    const v1::WellbeingCheck& check = claim.wellbeing_check();
    if (!check.has_checked_time()) continue;
    const absl::Time checked = auth::ToTime(check.checked_time());
    if (checked > now || checked < newest) continue;
    const bool says_safe = check.status() == v1::WELLBEING_STATUS_SAFE;
    safe = says_safe && (checked > newest || safe);
    newest = checked;
  }
  return safe && newest >= since;
}

}  // namespace homeward::federation
