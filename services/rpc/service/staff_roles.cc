#include "services/rpc/service/staff_roles.h"

#include "absl/status/status.h"
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

absl::Status Refusal(absl::string_view cause) {
  return DetailedError(absl::StatusCode::kPermissionDenied, "HW-STAFF-003",
                       cause, v1::FAULT_CALLER,
                       "sign in with a role that may, or ask who has it");
}

}  // namespace

absl::Status RequireNodeAdmin(const auth::Caller& caller) {
  if (Acts(caller, v1::ROLE_NODE_ADMIN)) return absl::OkStatus();
  return Refusal("only ROLE_NODE_ADMIN may do this");
}

absl::Status RequireAuditor(const auth::Caller& caller) {
  if (Acts(caller, v1::ROLE_OVERSIGHT_AUDITOR) ||
      Acts(caller, v1::ROLE_NODE_ADMIN)) {
    return absl::OkStatus();
  }
  return Refusal("only ROLE_OVERSIGHT_AUDITOR or ROLE_NODE_ADMIN may do this");
}

absl::Status RequireDesk(const auth::Caller& caller) {
  if (caller.staff() != nullptr && federation::SeesAny(*caller.staff())) {
    return absl::OkStatus();
  }
  return Refusal("none of your roles sees what the desk is told");
}

}  // namespace homeward::rpc
