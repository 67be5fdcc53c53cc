#include "services/federation/desk/desk_roles.h"

#include "absl/algorithm/container.h"
#include "auth/mou/enum_set.h"

namespace homeward::federation {
namespace {

using auth::RoleSet;

// Who looks after what others do.
const RoleSet& Supervisors() {
  static const RoleSet roles = {v1::ROLE_CP_SUPERVISOR, v1::ROLE_CLINIC_ADMIN,
                                v1::ROLE_OVERSIGHT_AUDITOR};
  return roles;
}

// Those, and who works with children and their records.
const RoleSet& Caseworkers() {
  static const RoleSet roles = [] {
    RoleSet all = {v1::ROLE_CP_CASEWORKER,    v1::ROLE_CLINIC_CLINICIAN,
                   v1::ROLE_POLICE_MISSING,   v1::ROLE_IMM_REGISTRAR,
                   v1::ROLE_HOTLINE_OPERATOR, v1::ROLE_RFL_TRACER};
    return all |= Supervisors();
  }();
  return roles;
}

// Supervisors, and who runs the node. These notices name no record.
const RoleSet& Guards() {
  static const RoleSet roles = [] {
    RoleSet all = {v1::ROLE_NODE_ADMIN};
    return all |= Supervisors();
  }();
  return roles;
}

RoleSet WhoSees(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_ANSWERED:
    case v1::NOTICE_KIND_GUARDIAN:
    case v1::NOTICE_KIND_BREAK_GLASS:
    case v1::NOTICE_KIND_MAJORITY:
      return Caseworkers();
    case v1::NOTICE_KIND_REVIEW:
    case v1::NOTICE_KIND_ERASURE:
    case v1::NOTICE_KIND_RETENTION:
      return Supervisors();
    case v1::NOTICE_KIND_ENFORCEMENT:
    case v1::NOTICE_KIND_PROBING:
      return Guards();
    default:
      return {};
  }
}

bool HasOneOf(const auth::Staff& staff, RoleSet roles) {
  return absl::c_any_of(staff.roles(),
                        [&](v1::Role role) { return roles.Contains(role); });
}

}  // namespace

bool Sees(const auth::Staff& staff, v1::NoticeKind kind) {
  return HasOneOf(staff, WhoSees(kind));
}

bool SeesAny(const auth::Staff& staff) {
  return HasOneOf(staff, Caseworkers()) || HasOneOf(staff, Guards());
}

bool IsHerOwn(const auth::Staff& staff, const v1::Notice& notice) {
  return notice.asker_agency_id() == staff.agency_id() &&
         notice.subject() == staff.subject();
}

}  // namespace homeward::federation
