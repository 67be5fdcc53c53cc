#ifndef HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_ENTRY_SHOWN_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_ENTRY_SHOWN_H_

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence_service.pb.h"
#include "storage/log/audit_log.h"

// What of an entry of the log is shown, and to whom. Pure.
namespace homeward::rpc {

// All of `record`, without details where they can't be read any more. Errors:
// DATA_LOSS if what happened can't be read.
absl::StatusOr<v1::AuditEntry> ToEntry(const storage::AuditRecord& record);

// Whether the entry is of what `caller` did herself. Subjects are pseudonyms
// of one agency: another's may be the same.
bool IsOf(const auth::Caller& caller, const v1::AuditEntry& entry);

// `entry` as whoever asked the question sees it: what was decided of the
// question as a whole and what was shown. Alike whether a record was withheld
// or there was none.
v1::AuditEntry ForAsker(v1::AuditEntry entry);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_ENTRY_SHOWN_H_
