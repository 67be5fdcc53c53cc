#ifndef HOMEWARD_AUTH_FACTS_GRANTED_UNTIL_H_
#define HOMEWARD_AUTH_FACTS_GRANTED_UNTIL_H_

#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "homeward/internal/v1/stored.pb.h"

namespace homeward::auth {

// From when on `record`, as it is now, would not let Authorize() grant all of
// `grant` any more, which it granted by DecisionFacts() of `record` under
// `admission`; `until` if it would for so long. A field counts whether or not
// the record has it. Consent ends, a referral, custody, or childhood. The case,
// the broken glass and the MOU are as they are: that these end does not end
// what was told by them. Of a record with so many words and times that it can't
// be decided about at each of them (some hundreds) it may be earlier: the first
// of those that were not looked at. `record` needs CategoriesOfFacts()
// unsealed. Thread-safe. Source: docs/mou.md, "What becomes of answers".
absl::Time GrantedUntil(const Admission& admission, const Grant& grant,
                        const internal::v1::StoredRecord& record,
                        absl::Time until);

// Adds RETAIN_AT_MOST to `grant`, made as above, so that the recipient keeps
// what it is told no longer than GrantedUntil(): for the power of two seconds
// below, so at least half as long, because the very second can be that of her
// birth, years later. Leaves a grant alone that the recipient keeps for a
// shorter time anyway, or that is the owner's own. Thread-safe.
void KeepNoLongerThanGranted(const Admission& admission,
                             const internal::v1::StoredRecord& record,
                             Grant& grant);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_GRANTED_UNTIL_H_
