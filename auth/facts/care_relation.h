#ifndef HOMEWARD_AUTH_FACTS_CARE_RELATION_H_
#define HOMEWARD_AUTH_FACTS_CARE_RELATION_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/internal/v1/stored.pb.h"

// What an agency has to do with a child, by the record of her alone: nothing
// that the agency says when it asks counts. Source: docs/mou.md, "Facts".
namespace homeward::auth {

// Whether the newest CustodyEvent that took effect and was accepted by `now`
// names `agency_id`. None, or several that disagree about the same instant, is
// unknown. Thread-safe.
Tri CustodyOf(const internal::v1::StoredRecord& record,
              absl::string_view agency_id, absl::Time now);

// Whether `agency_id` has custody, or an open referral to it is on record: a
// Referral claim that is true by now, from its made_time for 12 months, until a
// claim with its referral_id closes it, or a newer one names another agency.
// Claims of `agency_id` itself make none. Without one it is as with custody.
// Thread-safe.
Tri CareRelationOf(const internal::v1::StoredRecord& record,
                   absl::string_view agency_id, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_CARE_RELATION_H_
