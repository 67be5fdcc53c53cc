#include "services/federation/access_of.h"

#include <string>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::federation {

auth::AccessRequest AccessOf(
    const auth::Caller& caller, v1::Purpose purpose, v1::Action action,
    const google::protobuf::RepeatedField<int>& categories) {
  auth::AccessRequest access;
  access.requester_agency_id = caller.agency_id();
  access.requester_kind = caller.agency_kind();
  access.requester_country = caller.agency_country();
  access.purpose = purpose;
  access.action = action;
  for (const v1::Role role : caller.staff()->roles()) {
    access.roles.Add(role);
    access.has_unknown_role |= !v1::Role_IsValid(role);
  }
  for (const int category : categories) {
    access.categories.Add(static_cast<v1::Category>(category));
  }
  // A list of nothing that is known here must not read as "every category".
  if (!categories.empty() && access.categories.empty()) {
    access.action = v1::ACTION_UNSPECIFIED;
  }
  return access;
}

std::string CountryOf(const auth::Directory& directory,
                      absl::string_view agency_id, absl::Time now) {
  const auto member = directory.Find(agency_id, now);
  return member.ok() ? (*member)->country_code() : "";
}

v1::AuditEvent EventOf(const auth::Caller& caller, v1::Purpose purpose,
                       v1::Action action, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_asker_agency_id(caller.agency_id());
  for (const v1::Role role : caller.staff()->roles()) event.add_roles(role);
  event.set_purpose(purpose);
  event.set_action(action);
  return event;
}

}  // namespace homeward::federation
