#ifndef HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_LOG_READER_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_LOG_READER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence_service.pb.h"
#include "services/rpc/service/evidence/decision_reading.h"
#include "storage/committer.h"
#include "storage/log/audit_log.h"

namespace homeward::rpc {

// Shows entries of the audit log to own staff. Who was shown which entries, or
// was denied them, is in the log itself before anything is shown. Thread-safe.
// Blocks: never call it on a gRPC thread.
class LogReader {
 public:
  // The ids of the agencies whose queries this node may have decided.
  // Thread-safe.
  using Askers = std::function<std::vector<std::string>()>;

  // `log` and `committer` must outlive it.
  LogReader(const storage::AuditLog* log, storage::Committer* committer,
            Askers askers, std::function<absl::Time()> clock)
      : log_(log),
        committer_(committer),
        askers_(std::move(askers)),
        clock_(std::move(clock)) {}

  // Explain() shows the own agency's query of that id to its asker, and to an
  // auditor or administrator also what this node decided of those of others
  // that are among the askers now.
  //
  // The rpcs of homeward.v1.EvidenceService. Errors: as theirs.
  absl::StatusOr<v1::ExplainQueryResponse> Explain(
      const auth::Caller& caller, const v1::ExplainQueryRequest& request) const;
  absl::StatusOr<v1::ListEntriesResponse> List(
      const auth::Caller& caller, const v1::ListEntriesRequest& request) const;
  // ListDecisions(), which reads as long as the caller likes. The log says that
  // she read all of it.
  absl::StatusOr<DecisionReading> BeginDecisions(
      const auth::Caller& caller,
      const v1::ListDecisionsRequest& request) const;

 private:
  // OK for an auditor or administrator; anybody else's attempt is kept.
  absl::Status AdmitAuditor(const auth::Caller& caller) const;
  // The entries of the own query `query_id` and, if `of_peers`, of others' of
  // that id, in the log's order.
  absl::StatusOr<std::vector<storage::AuditRecord>> Find(
      const std::string& query_id, bool of_peers) const;
  // Makes durable that `caller` was told `reading` of the log. Errors: as
  // storage::CommitAndWait().
  absl::Status Keep(const auth::Caller& caller, v1::AuditEvent reading) const;

  const storage::AuditLog* const log_;
  storage::Committer* const committer_;
  const Askers askers_;
  const std::function<absl::Time()> clock_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_LOG_READER_H_
