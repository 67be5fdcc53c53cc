#ifndef HOMEWARD_SERVICES_FEDERATION_ACCESS_OF_H_
#define HOMEWARD_SERVICES_FEDERATION_ACCESS_OF_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"

// A verified caller in the terms of the decision and of the log. Pure.
namespace homeward::federation {

// The request of `caller`'s member of staff, without owner and MOU. A category
// that this node does not know asks for nothing more.
auth::AccessRequest AccessOf(
    const auth::Caller& caller, v1::Purpose purpose, v1::Action action,
    const google::protobuf::RepeatedField<int>& categories);

// The state of `agency_id` by `directory` at `now`; empty if it does not say.
std::string CountryOf(const auth::Directory& directory,
                      absl::string_view agency_id, absl::Time now);

// The beginning of an audit event about it.
v1::AuditEvent EventOf(const auth::Caller& caller, v1::Purpose purpose,
                       v1::Action action, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ACCESS_OF_H_
