#ifndef HOMEWARD_AUTH_CHANGE_OUTCOMES_H_
#define HOMEWARD_AUTH_CHANGE_OUTCOMES_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// What happens to each field, by its number in FieldCatalog.
using Outcomes = std::vector<Treatment>;

// What is disclosed, and the duties that come with it.
struct Disclosure {
  Outcomes outcomes;
  std::vector<v1::Obligation> duties;
};

// What `mous` decide, by Admit() and Authorize(). Every field is dropped, and
// there is no duty, when they deny. Pure.
Disclosure DisclosureBy(const std::shared_ptr<const ActiveSet>& mous,
                        const AccessRequest& request,
                        const CaseFacts& case_facts, const RecordFacts& facts,
                        absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_OUTCOMES_H_
