#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESTORE_ARRIVALS_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESTORE_ARRIVALS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/replay_window.h"
#include "storage/log/audit_log.h"

namespace homeward::federation {

// Tells `window`, which begins at `start`, the questions that `log` says were
// taken up shortly before: a peer whose clock is ahead can have issued one of
// them after `start`. Reads the log from its end, a minute back. Call it
// before the window's first Admit(). Errors: those of AuditLog::Read().
absl::Status RestoreArrivals(const storage::AuditLog& log, absl::Time start,
                             auth::ReplayWindow& window);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESTORE_ARRIVALS_H_
