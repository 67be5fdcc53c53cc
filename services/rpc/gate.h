#ifndef HOMEWARD_SERVICES_RPC_GATE_H_
#define HOMEWARD_SERVICES_RPC_GATE_H_

#include "absl/strings/string_view.h"
#include "auth/certificate/spiffe_id.h"

// The first gate of every call, before anything of it is read: may this kind
// of caller use this service at all?
namespace homeward::rpc {

// For whom a method is.
enum class Audience {
  // Nodes of other members: homeward.v1.PeerService.
  kPeerNode,
  // The same, and those of whose agency no fresh list of revoked certificates
  // is here: homeward.v1.PeerService/Synchronize alone, which brings the list.
  kContact,
  // Programs of the own agency's staff: every other service, those that are
  // not known here included.
  kOwnStaff,
};

// For whom `method` is, which is written "homeward.v1.PeerService/Ask".
Audience AudienceOf(absl::string_view method);

// Whether `id`, which was verified, is of the kind `audience`; `own_agency` is
// the agency of this node. An id that names an agency alone is of no kind.
bool Admits(Audience audience, const auth::SpiffeId& id,
            absl::string_view own_agency);

// Whether staff may call `method` whose account is suspended: to see why, and
// questions, which who answers them refuses with an entry in the log.
bool IsForSuspended(absl::string_view method);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_GATE_H_
