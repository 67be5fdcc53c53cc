#include "services/rpc/front.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/connection_guard.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/gate.h"
#include "services/rpc/peer_identity.h"
#include "storage/stopping.h"

namespace homeward::rpc {
namespace {

// A deadline that is far away overflows nothing: it is cut by the node's own.
absl::Time ClientDeadline(const grpc::CallbackServerContext& context) {
  const gpr_timespec raw =
      gpr_convert_clock_type(context.raw_deadline(), GPR_CLOCK_REALTIME);
  if (gpr_time_cmp(raw, gpr_inf_future(GPR_CLOCK_REALTIME)) == 0) {
    return absl::InfiniteFuture();
  }
  return absl::FromUnixSeconds(raw.tv_sec) + absl::Nanoseconds(raw.tv_nsec);
}

absl::Duration MaxTimeOf(const Front& front, absl::string_view method) {
  const bool reads_all =
      method == "homeward.v1.EvidenceService/VerifyLog" ||
      method == "homeward.v1.EvidenceService/ListDecisions" ||
      method == "homeward.v1.StatisticsService/CountChildren";
  return reads_all ? front.max_verification_time : front.max_call_time;
}

// The detail of `status`. A node that can't do what it should without saying
// more has a store or a log that can't be used: not the network's fault.
v1::ErrorDetail WhatToTell(const absl::Status& status) {
  v1::ErrorDetail detail = DetailOf(status);
  if (!detail.code().empty() || !absl::IsUnavailable(status)) return detail;
  if (storage::IsStopping(status)) {
    return DetailOf(FaultError(Fault::kStopping, "", status.message()));
  }
  return DetailOf(DetailedError(
      status.code(), "HW-STORE-001", status.message(), v1::FAULT_OWN_NODE,
      "on the node: homeward status; if it says so, make room on the disk of "
      "data_folder: it goes on by itself"));
}

// All that another agency is told of a failure: one text for each code. Why a
// node fails, and where it keeps what, is its own agency's affair.
absl::Status ForPeers(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return absl::OkStatus();
    case absl::StatusCode::kUnauthenticated:
      return absl::UnauthenticatedError("not accepted");
    case absl::StatusCode::kPermissionDenied:
      return absl::PermissionDeniedError("denied");
    case absl::StatusCode::kInvalidArgument:
      return absl::InvalidArgumentError("it can't take this request");
    // UNAVAILABLE is what gRPC says of a node that can't be reached.
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return absl::ResourceExhaustedError("can't answer now");
    default:
      return absl::Status(code, "it failed");
  }
}

}  // namespace

CallCore::CallCore(const Front* front, grpc::CallbackServerContext* context,
                   const char* method)
    : CallCore(front, context, method, ClientDeadline(*context)) {}

CallCore::CallCore(const Front* front, grpc::CallbackServerContext* context,
                   const char* method, absl::Time client_deadline)
    : front_(front),
      method_(method),
      audience_(AudienceOf(method)),
      account_(AccountOf(*context->auth_context())),
      peer_(context->peer()),
      start_(absl::Now()),
      deadline_(std::min(client_deadline, start_ + MaxTimeOf(*front, method))),
      outlasts_deadline_(deadline_ < client_deadline),
      context_(context) {}

bool CallCore::cancelled() const {
  absl::MutexLock lock(&mutex_);
  return cancelled_;
}

bool CallCore::awaited() const {
  return !cancelled() && absl::Now() < deadline_;
}

void CallCore::OnCancel(std::function<void()> react) {
  {
    absl::MutexLock lock(&mutex_);
    if (!cancelled_) {
      if (!ended_) on_cancel_ = std::move(react);
      return;
    }
  }
  react();
}

void CallCore::SetQueryId(const std::string& query_id) {
  absl::MutexLock lock(&mutex_);
  if (ended_) return;
  query_id_ = query_id;
  context_->AddTrailingMetadata(kQueryIdKey, query_id);
}

bool CallCore::Submit(std::function<void()> work) {
  return front_->pool->Submit(account_, std::move(work));
}

absl::Status CallCore::Admit() {
  absl::StatusOr<Credentials> credentials;
  {
    absl::MutexLock lock(&mutex_);
    if (ended_ || cancelled_) {
      return absl::CancelledError("the call has ended");
    }
    credentials = CredentialsOf(*context_);
  }
  if (!credentials.ok()) return credentials.status();
  if (audience_ == Audience::kContact) {
    absl::StatusOr<auth::Contact> contact =
        front_->admission->Meet(*credentials);
    if (contact.ok()) contact_.emplace(*std::move(contact));
    return contact.status();
  }
  absl::StatusOr<auth::Caller> caller =
      front_->admission->Admit(*credentials, audience_);
  if (!caller.ok()) return caller.status();
  caller_.emplace(*std::move(caller));
  if (audience_ != Audience::kOwnStaff || !front_->check_account ||
      IsForSuspended(method_)) {
    return absl::OkStatus();
  }
  return front_->check_account(*caller_);
}

void CallCore::Received() {
  if (front_->guard != nullptr) front_->guard->Useful(peer_);
}

bool CallCore::BeginEnd(const absl::Status& status) {
  std::function<void()> dropped;
  std::string query_id;
  {
    absl::MutexLock lock(&mutex_);
    if (ended_) return false;
    ended_ = true;
    query_id = query_id_;
    if (!status.ok() && audience_ == Audience::kOwnStaff) {
      const std::string detail = WhatToTell(status).SerializeAsString();
      if (!detail.empty()) context_->AddTrailingMetadata(kErrorKey, detail);
    }
    if (!cancelled_) Received();
    dropped = std::move(on_cancel_);
    on_cancel_ = nullptr;
  }
  if (front_->observe) {
    front_->observe(
        {method_, status.code(), absl::Now() - start_, std::move(query_id)});
  }
  return true;
}

grpc::Status CallCore::Outward(const absl::Status& status) const {
  // What is wrong with the documents that it sent, a contact may know.
  const bool tells =
      audience_ == Audience::kOwnStaff ||
      (audience_ == Audience::kContact && absl::IsInvalidArgument(status));
  return ToGrpc(tells ? status : ForPeers(status.code()));
}

void CallCore::Cancelled() {
  std::function<void()> react;
  {
    absl::MutexLock lock(&mutex_);
    cancelled_ = true;
    react = std::move(on_cancel_);
    on_cancel_ = nullptr;
  }
  if (react) react();
}

void CallCore::Abort() {
  absl::MutexLock lock(&mutex_);
  if (context_ != nullptr) context_->TryCancel();
}

void CallCore::Gone() {
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
}

DeadlineAlarm::DeadlineAlarm(const std::shared_ptr<CallCore>& core) {
  if (!core->outlasts_deadline()) return;
  alarm_.Set(absl::ToChronoTime(core->deadline()),
             [weak = std::weak_ptr<CallCore>(core)](bool expired) {
               const auto call = weak.lock();
               if (expired && call != nullptr) call->Abort();
             });
}

}  // namespace homeward::rpc
