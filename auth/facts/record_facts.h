#ifndef HOMEWARD_AUTH_FACTS_RECORD_FACTS_H_
#define HOMEWARD_AUTH_FACTS_RECORD_FACTS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

// The categories that ComputeRecordFacts() must see whole: read them for every
// record, whatever the question asks for.
CategorySet CategoriesOfFacts();

// The facts of `record` when `requester_agency_id` asks for `purpose` at
// `now`:
//
// * Consent: for each category, the newest Consent claim for the purpose and
//   the recipient that names the category decides. It holds in [given_time,
//   expiry_time), 12 months when unset, until revoked or until the child has
//   surely grown into another age band, and not against the child's own no; for
//   PURPOSE_FAMILY_TRACING only if it says `consent_for_tracing`, for
//   PURPOSE_STATISTICS only if it says `consent_reporting`. A claim that
//   revokes takes all that it doesn't narrow: no category named means all. None
//   on file is unknown.
// * Custody: the newest CustodyEvent that took effect and was accepted names
//   the agency. None, or several that disagree about the same instant, is
//   unknown.
// * Care relation: the agency has custody, or an open referral to it is on
//   record: CareRelationOf().
// * Protected location: the newest LocationProtection claim decides; only
//   PROTECT_LOCATION_OFF lifts it, and not for an agency that it denies.
// * Adoption hold: the newest AdoptionHold claim that lays one holds, until the
//   authority that it names lifts it: by a later claim of its own, with two
//   agencies that agreed, after the family was looked for. A file that this
//   authority grandfathered is no hold for the authority. None is unknown, so
//   that what the charter prohibits under a hold is prohibited then too.
// * Age: from birth dates and ages of all identity claims. In doubt a person
//   is a child: an interval that begins below 18 ends at 17.
//
// Claims from the future count only where they restrict. Thread-safe.
// Source: docs/mou.md, "Facts".
RecordFacts ComputeRecordFacts(const internal::v1::StoredRecord& record,
                               absl::string_view requester_agency_id,
                               v1::Purpose purpose, absl::Time now);

// Whether the person of `record` surely is of age at `now`, by the age that
// decides of permits: in doubt she is a child. Thread-safe.
bool IsSurelyOfAge(const internal::v1::StoredRecord& record, absl::Time now);

// When the first claim of `record` came in. InfinitePast if one of them does
// not say, InfiniteFuture if there is none. Thread-safe.
absl::Time RegisteredTime(const internal::v1::StoredRecord& record);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_RECORD_FACTS_H_
