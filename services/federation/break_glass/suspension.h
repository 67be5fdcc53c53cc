#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SUSPENSION_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SUSPENSION_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "services/federation/break_glass/glass_book.h"
#include "storage/committer.h"

namespace homeward::federation {

// What staff are told whose account is suspended.
inline constexpr char kSuspendedText[] =
    "this account is suspended: it broke the glass, and nobody has reviewed "
    "that in 24 hours, or found that it was not justified";

// Whether `caller`, own staff who calls anything but what is for suspended
// accounts too, may go on. Blocks while it writes to the log.
//
// Errors:
//   PERMISSION_DENIED  kSuspendedText, once the entry is in the log.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  The same, but the log can't be written.
absl::Status CheckNotSuspended(const auth::Caller& caller,
                               const GlassBook& book,
                               storage::Committer* committer, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SUSPENSION_H_
