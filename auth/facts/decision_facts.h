#ifndef HOMEWARD_AUTH_FACTS_DECISION_FACTS_H_
#define HOMEWARD_AUTH_FACTS_DECISION_FACTS_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/internal/v1/stored.pb.h"

namespace homeward::auth {

// For how long a registrar reads back in full what her agency registered.
inline constexpr absl::Duration kReadBack = absl::Hours(30 * 24);

// The facts of `record`, with CategoriesOfFacts() unsealed, when `request` is
// decided at `now`: those of ComputeRecordFacts(), and
//
// * Read back is over: the owner's own staff ask with ROLE_IMM_REGISTRAR among
//   their roles, and the first claim of the record came in more than kReadBack
//   ago, or nobody knows when. A claim that comes later does not open it again.
// * Withheld from the country of origin: see WithheldFromOrigin().
//
// Thread-safe. Source: docs/mou.md, "Facts".
RecordFacts DecisionFacts(const internal::v1::StoredRecord& record,
                          const AccessRequest& request, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_DECISION_FACTS_H_
