#ifndef HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_EVIDENCE_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_EVIDENCE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "homeward/v1/evidence_service.grpc.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "services/rpc/front.h"
#include "services/rpc/service/evidence/log_reader.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_log.h"
#include "storage/log/signed_note.h"

namespace homeward::rpc {

// The audit log for own staff, over gRPC. The contract is in
// homeward/v1/evidence_service.proto. Thread-safe.
class EvidenceService final : public v1::EvidenceService::CallbackService {
 public:
  // Whose log is shown. The pointers must outlive the server.
  struct Log {
    const storage::AuditLog* log = nullptr;
    const storage::Reader* reader = nullptr;
    std::string name;    // See storage::AuditLogOptions.
    std::string origin;  // See storage::Checkpoint::origin.
    storage::NoteKey key;
  };

  // `reader` shows its entries, and must outlive the server too.
  EvidenceService(const Front* front, Log log, const LogReader* reader)
      : front_(front), log_(std::move(log)), reader_(reader) {}

  // Stops a verification that runs.
  ~EvidenceService() override;

  grpc::ServerUnaryReactor* ExplainQuery(
      grpc::CallbackServerContext* context,
      const v1::ExplainQueryRequest* request,
      v1::ExplainQueryResponse* response) override;
  grpc::ServerUnaryReactor* ListEntries(
      grpc::CallbackServerContext* context,
      const v1::ListEntriesRequest* request,
      v1::ListEntriesResponse* response) override;
  grpc::ServerUnaryReactor* GetCheckpoint(
      grpc::CallbackServerContext* context,
      const v1::GetCheckpointRequest* request,
      v1::GetCheckpointResponse* response) override;
  grpc::ServerWriteReactor<v1::ListDecisionsResponse>* ListDecisions(
      grpc::CallbackServerContext* context,
      const v1::ListDecisionsRequest* request) override;
  grpc::ServerWriteReactor<v1::VerifyLogResponse>* VerifyLog(
      grpc::CallbackServerContext* context,
      const v1::VerifyLogRequest* request) override;

  // What GetCheckpoint does once the caller is admitted.
  v1::GetCheckpointResponse Checkpoint() const;

  // Verifies the whole log. Hands on how far it is and at last the result,
  // until `progress` returns false: then CANCELLED. Takes long on a long log.
  absl::Status Verify(
      const std::function<bool(v1::VerifyLogResponse)>& progress) const;

 private:
  // Runs `verify` on the thread for verifications, which is free again when
  // `done` is told the result. False when it is taken.
  bool Spawn(std::function<absl::Status()> verify,
             std::function<void(const absl::Status&)> done);

  const Front* const front_;
  const Log log_;
  const LogReader* const reader_;
  std::atomic<bool> stopping_{false};
  absl::Mutex mutex_;
  bool verifying_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread verifier_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_EVIDENCE_SERVICE_H_
