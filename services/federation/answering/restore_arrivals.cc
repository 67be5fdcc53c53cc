#include "services/federation/answering/restore_arrivals.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/replay_window.h"
#include "homeward/v1/evidence.pb.h"
#include "storage/log/audit_log.h"

namespace homeward::federation {
namespace {

constexpr uint64_t kPage = 500;
// Twice the skew that is allowed: what came earlier can't be issued later.
constexpr absl::Duration kBack = absl::Minutes(1);

}  // namespace

absl::Status RestoreArrivals(const storage::AuditLog& log, absl::Time start,
                             auth::ReplayWindow& window) {
  uint64_t end = log.Current().size;
  bool reached = false;
  while (end > 0 && !reached) {
    const uint64_t begin = end - std::min(end, kPage);
    auto records = log.Read(begin, end - begin);
    if (!records.ok()) return records.status();
    // One page may be out of order by the time that entries waited: the whole
    // page is read.
    for (const storage::AuditRecord& record : *records) {
      v1::AuditEvent event;
      if (!event.ParseFromString(record.metadata)) continue;
      const absl::Time time = absl::FromUnixSeconds(event.time().seconds());
      if (time < start - kBack) {
        reached = true;
      } else if (!event.question_id().empty()) {
        window.Restore(event.asker_agency_id(), event.question_id(),
                       event.question_sha256(), start);
      }
    }
    end = begin;
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
