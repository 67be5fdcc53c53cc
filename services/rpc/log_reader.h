#ifndef HOMEWARD_SERVICES_RPC_LOG_READER_H_
#define HOMEWARD_SERVICES_RPC_LOG_READER_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence_service.pb.h"
#include "storage/committer.h"
#include "storage/log/audit_log.h"

namespace homeward::rpc {

// Shows entries of the audit log to own staff. Who was shown which entries, or
// was denied them, is in the log itself before anything is shown. Thread-safe.
// Blocks: never call it on a gRPC thread.
class LogReader {
 public:
  // `log` and `committer` must outlive it.
  LogReader(const storage::AuditLog* log, storage::Committer* committer,
            std::function<absl::Time()> clock)
      : log_(log), committer_(committer), clock_(std::move(clock)) {}

  // The rpcs of homeward.v1.EvidenceService. Errors: as theirs.
  absl::StatusOr<v1::ExplainQueryResponse> Explain(
      const auth::Caller& caller, const v1::ExplainQueryRequest& request) const;
  absl::StatusOr<v1::ListEntriesResponse> List(
      const auth::Caller& caller, const v1::ListEntriesRequest& request) const;

 private:
  // Makes durable that `caller` was told `reading` of the log. Errors: as
  // storage::CommitAndWait().
  absl::Status Keep(const auth::Caller& caller, v1::AuditEvent reading) const;

  const storage::AuditLog* const log_;
  storage::Committer* const committer_;
  const std::function<absl::Time()> clock_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_LOG_READER_H_
