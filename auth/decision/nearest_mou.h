#ifndef HOMEWARD_AUTH_DECISION_NEAREST_MOU_H_
#define HOMEWARD_AUTH_DECISION_NEAREST_MOU_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"

namespace homeward::auth {

// The id of the MOU in force that comes nearest to admitting `request`, where
// none does (WhichMou() has nothing): one with a permit for it, which the case
// does not satisfy or a prohibition beats; else the one of whose permits the
// least is missing. Of equals the first by id, of the first 100 between
// requester and owner. Empty when there is none, or no MOU could help.
//
// So the evidence of a denial says what was missing, and not only that no MOU
// was named. The decision does not change: that one denies too.
// `request.mou_id` is not read. Thread-safe.
std::string NearestMou(const std::shared_ptr<const ActiveSet>& mous,
                       const AccessRequest& request,
                       const CaseFacts& case_facts, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_NEAREST_MOU_H_
