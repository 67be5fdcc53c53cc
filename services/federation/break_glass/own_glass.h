#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_OWN_GLASS_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_OWN_GLASS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signer.h"

namespace homeward::federation {

// Signs the `statement` of own staff, `caller`, by the own leaf that her
// session is bound to, and reads it as the peers will. One without a payload is
// none. `text` is why, in her words: one that it was not signed for makes it
// malformed.
//
// Errors:
//   UNAUTHENTICATED   The session is bound to an earlier certificate.
//   INVALID_ARGUMENT  It has too many signatures, or the node's already.
//   INTERNAL          OpenSSL fails.
absl::StatusOr<GlassReading> SignOwnGlass(
    const SignerFinder& signers, const auth::Caller& caller,
    const auth::Directory& directory, v1::Purpose purpose,
    const v1::ChildDescriptor& child, absl::Time now,
    const v1::BreakGlassText& text, v1::Envelope& statement);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_OWN_GLASS_H_
