#ifndef HOMEWARD_SERVICES_STATISTICS_COUNT_EVENT_H_
#define HOMEWARD_SERVICES_STATISTICS_COUNT_EVENT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "storage/log/audit_entry.h"

// Who may count, and what the log says of it.
namespace homeward::statistics {

// How a call was decided, and its entry for the log.
struct CountRuling {
  // PERMISSION_DENIED with one text whatever the reason; the event tells it.
  absl::Status admission;
  v1::AuditEvent event;
  v1::AuditDetails details;
};

// Decides whether `caller`, of the own agency, may have what `request` asks
// for: an analyst or auditor for PURPOSE_STATISTICS, and nobody who enforces
// immigration law. Pure, thread-safe.
CountRuling DecideCount(const auth::Caller& caller,
                        const v1::CountChildrenRequest& request,
                        absl::Time now);

// Makes `ruling`, which admits, say that the caller's tables are used up.
void DenyByBudget(CountRuling& ruling);

// The entry of `ruling`.
storage::AuditEntry EntryOf(const CountRuling& ruling);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_COUNT_EVENT_H_
