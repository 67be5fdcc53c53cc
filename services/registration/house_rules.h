#ifndef HOMEWARD_SERVICES_REGISTRATION_HOUSE_RULES_H_
#define HOMEWARD_SERVICES_REGISTRATION_HOUSE_RULES_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/mou/enum_set.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::registration {

// How the agency's house rules decide about a call of its own staff, and the
// entry for the log, which every call leaves.
struct Ruling {
  // PERMISSION_DENIED with one text whatever the reason; the event tells it.
  absl::StatusOr<auth::Admission> admission;
  v1::AuditEvent event;
  v1::AuditDetails details;
};

// Decides whether `caller`, of the own agency, may do `action` for `purpose`
// with the agency's own records, by the MOU that fits best: as a rule its house
// rules, to which it is the only party. Pure, thread-safe.
Ruling Decide(std::shared_ptr<const auth::ActiveSet> mous,
              const auth::Caller& caller, v1::Purpose purpose,
              v1::Action action, absl::Time now);

// The categories of the fields that `claims` hold. The envelope of a claim
// counts for none.
auth::CategorySet CategoriesOf(const std::vector<v1::Claim>& claims);

// Turns `ruling`, which admits a write, into a denial unless it lets every
// category be written of which `claims` hold a field.
void RequireCategories(const std::vector<v1::Claim>& claims, Ruling& ruling);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_HOUSE_RULES_H_
