#include "services/rpc/service/staff_roles.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/desk/desk_roles.h"
#include "services/rpc/error_detail.h"

namespace homeward::rpc {
namespace {

bool Acts(const auth::Caller& caller, v1::Role role) {
  return caller.staff() != nullptr && caller.staff()->HasRole(role);
}

// `role` is one that may, as it is typed.
absl::Status Refusal(absl::string_view cause, absl::string_view role) {
  return DetailedError(absl::StatusCode::kPermissionDenied, "HW-STAFF-003",
                       cause, v1::FAULT_CALLER,
                       absl::StrCat("homeward sign-in --as SUBJECT --role ",
                                    role, ", or ask who has that role"));
}

}  // namespace

absl::Status RequireNodeAdmin(const auth::Caller& caller) {
  if (Acts(caller, v1::ROLE_NODE_ADMIN)) return absl::OkStatus();
  return Refusal("only node.admin may do this", "node.admin");
}

absl::Status RequireAuditor(const auth::Caller& caller) {
  if (Acts(caller, v1::ROLE_OVERSIGHT_AUDITOR) ||
      Acts(caller, v1::ROLE_NODE_ADMIN)) {
    return absl::OkStatus();
  }
  return Refusal("only oversight.auditor or node.admin may do this",
                 "oversight.auditor");
}

absl::Status RequireDesk(const auth::Caller& caller) {
  if (caller.staff() != nullptr && federation::SeesAny(*caller.staff())) {
    return absl::OkStatus();
  }
  return Refusal("none of your roles sees what the desk is told", "ROLE");
}

}  // namespace homeward::rpc
