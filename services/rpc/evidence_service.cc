#include "services/rpc/evidence_service.h"

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/fault.h"
#include "services/rpc/staff_roles.h"
#include "storage/log/audit_log.h"
#include "storage/log/audit_verify.h"

namespace homeward::rpc {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 1000;
constexpr size_t kReadAtOnce = 50;
constexpr size_t kMaxEntriesOfQuery = 1000;
// A page stays below what gRPC takes in one message (4 MiB).
constexpr size_t kMaxPageBytes = size_t{2} << 20;
constexpr absl::Duration kBetweenProgress = absl::Milliseconds(100);

bool IsQueryId(absl::string_view text) {
  return absl::ConsumePrefix(&text, "q-") && text.size() == 32 &&
         absl::c_all_of(text, [](char c) {
           return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
         });
}

absl::StatusOr<v1::AuditEntry> ToEntry(const storage::AuditRecord& record) {
  v1::AuditEntry entry;
  entry.set_index(static_cast<int64_t>(record.index));
  if (!entry.mutable_event()->ParseFromString(record.metadata)) {
    return absl::DataLossError(
        absl::StrCat("entry ", record.index,
                     " of the log can't be read; run `homeward audit verify`"));
  }
  if (record.details.has_value() && record.details->size() > 0) {
    const absl::string_view bytes = record.details->view();
    if (!entry.mutable_details()->ParseFromArray(
            bytes.data(), static_cast<int>(bytes.size()))) {
      entry.clear_details();
    }
  }
  return entry;
}

// Whether the entry is of what `caller` did herself. Subjects are pseudonyms
// of one agency: another's may be the same.
bool IsOf(const auth::Caller& caller, const v1::AuditEntry& entry) {
  return caller.staff() != nullptr &&
         entry.event().asker_agency_id() == caller.agency_id() &&
         entry.details().subject() == caller.staff()->subject();
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
  return ServeUnary(front_, context, "homeward.v1.EvidenceService/ExplainQuery",
                    request, response, [this](auto call) {
                      call->Finish(Explain(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* EvidenceService::ListEntries(
    grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
    v1::ListEntriesResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.EvidenceService/ListEntries",
                    request, response, [this](auto call) {
                      call->Finish(List(call->caller(), call->request()));
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
            return !stopping_ && !call->cancelled() &&
                   absl::Now() < call->deadline();
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

absl::StatusOr<v1::ExplainQueryResponse> EvidenceService::Explain(
    const auth::Caller& caller, const v1::ExplainQueryRequest& request) const {
  if (!IsQueryId(request.query_id())) {
    return absl::InvalidArgumentError(
        "query_id: not \"q-\" and 32 hexadecimal digits; copy it from the "
        "answer");
  }
  auto records = log_.log->Find(request.query_id(), kMaxEntriesOfQuery);
  if (!records.ok()) return records.status();
  std::vector<v1::AuditEntry> entries;
  for (const storage::AuditRecord& record : *records) {
    auto entry = ToEntry(record);
    if (!entry.ok()) return entry.status();
    entries.push_back(*std::move(entry));
  }
  const bool sees_all = RequireAuditor(caller).ok();
  v1::ExplainQueryResponse response;
  for (v1::AuditEntry& entry : entries) {
    if (sees_all || IsOf(caller, entry)) {
      *response.add_entries() = std::move(entry);
    }
  }
  if (response.entries().empty()) {
    return absl::NotFoundError(
        "query_id: this node knows no such query of yours");
  }
  return response;
}

absl::StatusOr<v1::ListEntriesResponse> EvidenceService::List(
    const auth::Caller& caller, const v1::ListEntriesRequest& request) const {
  absl::Status may = RequireAuditor(caller);
  if (!may.ok()) return may;
  const int64_t size = static_cast<int64_t>(log_.log->Current().size);
  if (request.first_index() < 0 || request.first_index() > size) {
    return absl::InvalidArgumentError(
        absl::StrCat("first_index: not in [0, ", size, "], the log's size"));
  }
  if (request.page_size() < 0) {
    return absl::InvalidArgumentError("page_size: negative; 0 means 100");
  }
  const int limit = request.page_size() == 0
                        ? kDefaultPage
                        : std::min(request.page_size(), kLargestPage);
  v1::ListEntriesResponse response;
  response.set_log_size(size);
  const int64_t end = std::min<int64_t>(size, request.first_index() + limit);
  size_t bytes = 0;
  int64_t next = request.first_index();
  while (next < end) {
    const size_t count = std::min<size_t>(kReadAtOnce, end - next);
    auto records = log_.log->Read(static_cast<uint64_t>(next), count);
    if (!records.ok()) return records.status();
    if (records->empty()) break;
    for (const storage::AuditRecord& record : *records) {
      auto entry = ToEntry(record);
      if (!entry.ok()) return entry.status();
      bytes += entry->ByteSizeLong();
      if (bytes > kMaxPageBytes) return response;
      *response.add_entries() = *std::move(entry);
      ++next;
    }
  }
  return response;
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
  auto verdict = storage::VerifyAuditLog(*log_.reader, request);
  if (!verdict.ok()) return verdict.status();
  v1::VerifyLogResponse result;
  result.set_verified_entries(static_cast<int64_t>(
      verdict->ok() ? verdict->size : verdict->first_bad_index.value_or(0)));
  result.set_log_size(static_cast<int64_t>(verdict->size));
  result.set_done(true);
  result.set_ok(verdict->ok());
  result.set_finding(verdict->problem);
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
