#include "services/rpc/service/policy/admin_service.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/identity/directory.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/rpc/call.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* AdminService::GetStatus(
    grpc::CallbackServerContext* context, const v1::GetStatusRequest* request,
    v1::GetStatusResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.AdminService/GetStatus",
                    request, response,
                    [this](auto call) { call->Finish(handlers_.status()); });
}

grpc::ServerUnaryReactor* AdminService::DiagnosePeer(
    grpc::CallbackServerContext* context,
    const v1::DiagnosePeerRequest* request,
    v1::DiagnosePeerResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.AdminService/DiagnosePeer", request,
      response, [this](auto call) {
        const std::string agency_id = call->request().agency_id();
        absl::Status may = MayDiagnose(call->caller(), agency_id);
        if (!may.ok()) return call->Finish(std::move(may));
        handlers_.diagnose(
            agency_id, call->deadline(),
            [call](absl::StatusOr<v1::DiagnosePeerResponse> response) {
              call->Finish(std::move(response));
            });
      });
}

grpc::ServerUnaryReactor* AdminService::ListProbeLockouts(
    grpc::CallbackServerContext* context,
    const v1::ListProbeLockoutsRequest* request,
    v1::ListProbeLockoutsResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.AdminService/ListProbeLockouts", request,
      response, [this](auto call) { call->Finish(Lockouts(call->caller())); });
}

grpc::ServerUnaryReactor* AdminService::LiftProbeLockout(
    grpc::CallbackServerContext* context,
    const v1::LiftProbeLockoutRequest* request,
    v1::LiftProbeLockoutResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.AdminService/LiftProbeLockout", request,
      response, [this](auto call) {
        call->Finish(Lift(call->caller(), call->request().lockout_id()));
      });
}

absl::StatusOr<v1::ListProbeLockoutsResponse> AdminService::Lockouts(
    const auth::Caller& caller) const {
  absl::Status may = RequireAuditor(caller);
  if (!may.ok()) return may;
  v1::ListProbeLockoutsResponse response;
  for (v1::ProbeLockout& lockout : handlers_.lockouts()) {
    *response.add_lockouts() = std::move(lockout);
  }
  return response;
}

absl::StatusOr<v1::LiftProbeLockoutResponse> AdminService::Lift(
    const auth::Caller& caller, const std::string& lockout_id) const {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  absl::Status lifted = handlers_.lift(lockout_id, caller);
  if (!lifted.ok()) return lifted;
  return v1::LiftProbeLockoutResponse();
}

absl::Status AdminService::MayDiagnose(const auth::Caller& caller,
                                       const std::string& agency_id) const {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  const auto snapshot = policy_->current();
  // Not Find(): an expired directory is one of the things to be diagnosed.
  const bool member = absl::c_any_of(
      snapshot->directory->members(),
      [&](const auth::Member& each) { return each.agency_id() == agency_id; });
  if (!member || agency_id == caller.agency_id()) {
    return DetailedError(
        absl::StatusCode::kNotFound, "HW-TLS-009",
        "agency_id: no other member has it; `homeward status` lists them",
        v1::FAULT_CALLER, "homeward directory show");
  }
  return absl::OkStatus();
}

}  // namespace homeward::rpc
