#ifndef HOMEWARD_AUTH_DECISION_DENIAL_H_
#define HOMEWARD_AUTH_DECISION_DENIAL_H_

#include "absl/status/status.h"
#include "auth/decision/access.h"

// What is denied before any MOU is read, and how every denial is told.
namespace homeward::auth {

// Whether immigration enforcement asks, by purpose, role or kind of agency: it
// sees nothing, whatever any document says. An agency whose kind nobody says
// may be it. Admit() asks this first; who decides without MOUs must ask it too.
// Pure. Source: P-FIREWALL and P-LAUNDER of docs/mou.md.
bool CrossesRedLine(const AccessRequest& request);

// The text of every denial, whatever the reason and whether or not there is
// a record (AIP-211).
inline constexpr char kDenialText[] = "no MOU allows this";

// PERMISSION_DENIED with kDenialText.
const absl::Status& Denied();

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_DENIAL_H_
