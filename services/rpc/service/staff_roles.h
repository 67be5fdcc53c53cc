#ifndef HOMEWARD_SERVICES_RPC_SERVICE_STAFF_ROLES_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_STAFF_ROLES_H_

#include "absl/status/status.h"
#include "auth/identity/caller.h"

// What own staff may do with the node itself, by their roles. Records and
// questions are decided by MOUs, never here. Pure and thread-safe.
namespace homeward::rpc {

// OK when the caller acts with ROLE_NODE_ADMIN.
//
// Errors:
//   PERMISSION_DENIED  She does not (HW-STAFF-003).
absl::Status RequireNodeAdmin(const auth::Caller& caller);

// OK when the caller acts with ROLE_OVERSIGHT_AUDITOR or ROLE_NODE_ADMIN.
// Errors: as above.
absl::Status RequireAuditor(const auth::Caller& caller);

// OK when the caller acts with a role that sees some kind of notice. Errors: as
// above.
absl::Status RequireDesk(const auth::Caller& caller);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_STAFF_ROLES_H_
