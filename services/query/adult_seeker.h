#ifndef HOMEWARD_SERVICES_QUERY_ADULT_SEEKER_H_
#define HOMEWARD_SERVICES_QUERY_ADULT_SEEKER_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/matching/description.h"

namespace homeward::query {

// The rule of docs/mou.md that keeps a child from a person.
inline constexpr char kAdultSeekerRule[] = "P-ADULT-SEEKER";

// Whether that rule speaks of a question of `request`. Own staff are those who
// weigh what a person claims: they see the record, and what is held against
// him. Pure.
bool KeepsFromSeekers(const auth::AccessRequest& request);

// Whether who asks `asked` to trace a family may help a person whom `record`,
// with auth::CategoriesOfBlocks() unsealed, keeps from its child at `now`: the
// question names one who may be that person, or names nobody who belongs to
// her. False where the record keeps her from nobody. Pure.
bool MayHelpBlockedSeeker(const matching::Description& asked,
                          const internal::v1::StoredRecord& record,
                          absl::Time now);

}  // namespace homeward::query

#endif  // HOMEWARD_SERVICES_QUERY_ADULT_SEEKER_H_
