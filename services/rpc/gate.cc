#include "services/rpc/gate.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "auth/certificate/spiffe_id.h"

namespace homeward::rpc {

Audience AudienceOf(absl::string_view method) {
  if (method == "homeward.v1.PeerService/Synchronize") {
    return Audience::kContact;
  }
  return absl::StartsWith(method, "homeward.v1.PeerService/")
             ? Audience::kPeerNode
             : Audience::kOwnStaff;
}

bool IsForSuspended(absl::string_view method) {
  return method == "homeward.v1.BreakGlassService/ListBreakGlass" ||
         absl::StartsWith(method, "homeward.v1.QueryService/");
}

bool Admits(Audience audience, const auth::SpiffeId& id,
            absl::string_view own_agency) {
  switch (audience) {
    case Audience::kPeerNode:
    case Audience::kContact:
      return !id.node().empty() && id.agency() != own_agency;
    case Audience::kOwnStaff:
      return !id.client().empty() && id.agency() == own_agency;
  }
  return false;
}

}  // namespace homeward::rpc
