#include "auth/decision/denial.h"

#include "absl/status/status.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

const absl::Status& Denied() {
  static const auto* const denied =
      new absl::Status(absl::PermissionDeniedError(kDenialText));
  return *denied;
}

bool CrossesRedLine(const AccessRequest& request) {
  return request.purpose == v1::PURPOSE_IMM_ENFORCEMENT ||
         request.roles.Contains(v1::ROLE_IMM_ENFORCEMENT) ||
         request.requester_kind == v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT ||
         request.requester_kind == v1::AGENCY_KIND_UNSPECIFIED ||
         !v1::AgencyKind_IsValid(request.requester_kind);
}

}  // namespace homeward::auth
