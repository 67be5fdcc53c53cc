#include "services/rpc/service/evidence/evidence_service.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "services/federation/query_id.h"
#include "services/rpc/call.h"
#include "services/rpc/fault.h"
#include "services/rpc/service/evidence/decision_reading.h"
#include "services/rpc/service/staff_roles.h"
#include "storage/log/audit_log.h"
#include "storage/log/audit_verify.h"

namespace homeward::rpc {
namespace {

constexpr absl::Duration kBetweenProgress = absl::Milliseconds(100);

using DecisionCall = std::shared_ptr<
    ServerStream<v1::ListDecisionsRequest, v1::ListDecisionsResponse>>;

// Sends what is left of `reading`, a message each time the one before was sent.
void SendDecisions(DecisionCall call,
                   const std::shared_ptr<DecisionReading>& reading) {
  if (!call->awaited()) {
    return call->Finish(absl::CancelledError("nobody waits for it"));
  }
  auto next = reading->Next();
  if (!next.ok()) return call->Finish(next.status());
  if (reading->done()) return call->FinishWith(*std::move(next));
  auto& waiting = *call;
  waiting.Write(*std::move(next));
  waiting.WhenSent([call = std::move(call), reading]() mutable {
    SendDecisions(std::move(call), reading);
  });
}

}  // namespace

EvidenceService::~EvidenceService() {
  stopping_ = true;
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](bool* verifying) { return !*verifying; }, &verifying_));
  if (verifier_.joinable()) verifier_.join();
}

grpc::ServerUnaryReactor* EvidenceService::ExplainQuery(
    grpc::CallbackServerContext* context,
    const v1::ExplainQueryRequest* request,
    v1::ExplainQueryResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.EvidenceService/ExplainQuery", request,
      response, [this](auto call) {
        call->Finish(reader_->Explain(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* EvidenceService::ListEntries(
    grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
    v1::ListEntriesResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.EvidenceService/ListEntries", request,
      response, [this](auto call) {
        call->Finish(reader_->List(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* EvidenceService::GetCheckpoint(
    grpc::CallbackServerContext* context,
    const v1::GetCheckpointRequest* request,
    v1::GetCheckpointResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.EvidenceService/GetCheckpoint", request,
      response, [this](auto call) { call->Finish(Checkpoint()); });
}

grpc::ServerWriteReactor<v1::ListDecisionsResponse>*
EvidenceService::ListDecisions(grpc::CallbackServerContext* context,
                               const v1::ListDecisionsRequest* request) {
  return ServeStream<v1::ListDecisionsResponse>(
      front_, context, "homeward.v1.EvidenceService/ListDecisions", request,
      [this](auto call) {
        auto reading = reader_->BeginDecisions(call->caller(), call->request());
        if (!reading.ok()) return call->Finish(reading.status());
        SendDecisions(std::move(call),
                      std::make_shared<DecisionReading>(*std::move(reading)));
      });
}

grpc::ServerWriteReactor<v1::VerifyLogResponse>* EvidenceService::VerifyLog(
    grpc::CallbackServerContext* context, const v1::VerifyLogRequest* request) {
  return ServeStream<v1::VerifyLogResponse>(
      front_, context, "homeward.v1.EvidenceService/VerifyLog", request,
      [this](auto call) {
        absl::Status may = RequireAuditor(call->caller());
        if (!may.ok()) return call->Finish(may);
        const auto verify = [this, call] {
          return Verify([this, &call](v1::VerifyLogResponse progress) {
            // One that is not taken is no loss: the next says more.
            call->Write(std::move(progress));
            return !stopping_ && call->awaited();
          });
        };
        const bool taken = Spawn(verify, [call](const absl::Status& status) {
          call->Finish(status);
        });
        if (!taken) {
          call->Finish(FaultError(Fault::kOverloaded, "",
                                  "the log is being verified already; wait "
                                  "until that is done"));
        }
      });
}

v1::GetCheckpointResponse EvidenceService::Checkpoint() const {
  v1::GetCheckpointResponse response;
  response.set_checkpoint(log_.log->SignedHead());
  response.set_vkey(log_.key.Format());
  return response;
}

absl::Status EvidenceService::Verify(
    const std::function<bool(v1::VerifyLogResponse)>& progress) const {
  const std::string head = log_.log->SignedHead();
  storage::AuditVerifyRequest request{
      log_.name, log_.origin, log_.key, {}, nullptr};
  if (!head.empty()) request.checkpoints.push_back(head);
  absl::Time last = absl::InfinitePast();
  request.progress = [&](uint64_t done, uint64_t size) {
    const absl::Time now = absl::Now();
    if (now - last < kBetweenProgress) return true;
    last = now;
    v1::VerifyLogResponse response;
    response.set_verified_entries(static_cast<int64_t>(done));
    response.set_log_size(static_cast<int64_t>(size));
    return progress(std::move(response));
  };
  request.topic_of = [](absl::string_view metadata) {
    v1::AuditEvent event;
    const bool read = event.ParseFromArray(metadata.data(),
                                           static_cast<int>(metadata.size()));
    return read ? federation::TopicOf(event) : std::string();
  };
  request.opens = [this](uint64_t index, absl::string_view sealed) {
    return log_.log->Opens(index, sealed);
  };
  auto verdict = storage::VerifyAuditLog(*log_.reader, request);
  if (!verdict.ok()) return verdict.status();
  v1::VerifyLogResponse result;
  result.set_verified_entries(static_cast<int64_t>(
      verdict->ok() ? verdict->size : verdict->first_bad_index.value_or(0)));
  result.set_log_size(static_cast<int64_t>(verdict->size));
  result.set_done(true);
  result.set_ok(verdict->ok());
  result.set_finding(verdict->problem);
  if (verdict->ok()) {
    result.set_erased_details(static_cast<int64_t>(verdict->erased_details));
  }
  result.set_checkpoint(head);
  progress(std::move(result));
  return absl::OkStatus();
}

bool EvidenceService::Spawn(std::function<absl::Status()> verify,
                            std::function<void(const absl::Status&)> done) {
  absl::MutexLock lock(&mutex_);
  if (verifying_ || stopping_) return false;
  // The one before has ended: only its last step may be left.
  if (verifier_.joinable()) verifier_.join();
  verifying_ = true;
  verifier_ =
      std::thread([this, verify = std::move(verify), done = std::move(done)] {
        const absl::Status status = verify();
        {
          absl::MutexLock lock(&mutex_);
          verifying_ = false;
        }
        done(status);
      });
  return true;
}

}  // namespace homeward::rpc
