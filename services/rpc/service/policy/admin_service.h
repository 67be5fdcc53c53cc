#ifndef HOMEWARD_SERVICES_RPC_SERVICE_POLICY_ADMIN_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_POLICY_ADMIN_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/policy/policy.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// What people who run the node ask it, over gRPC. The contract is in
// homeward/v1/admin_service.proto. Thread-safe.
class AdminService final : public v1::AdminService::CallbackService {
 public:
  // What the node knows of itself. All run on a worker; thread-safe.
  struct Handlers {
    // May block for a short time.
    std::function<v1::GetStatusResponse()> status;
    // Walks the path to a member of the directory and back. Calls `done` once,
    // then or later, at the latest shortly after `deadline`.
    std::function<void(
        const std::string& agency_id, absl::Time deadline,
        std::function<void(absl::StatusOr<v1::DiagnosePeerResponse>)> done)>
        diagnose;
    // The lockouts for probing that are in force.
    std::function<std::vector<v1::ProbeLockout>()> lockouts;
    // Lifts one of them in the name of the caller. Blocks on the store. Errors:
    // NOT_FOUND, UNAVAILABLE.
    std::function<absl::Status(const std::string& lockout_id,
                               const auth::Caller& admin)>
        lift;
  };

  // The pointers must outlive the server.
  AdminService(const Front* front, const policy::Policy* policy,
               Handlers handlers)
      : front_(front), policy_(policy), handlers_(std::move(handlers)) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* DiagnosePeer(
      grpc::CallbackServerContext* context,
      const v1::DiagnosePeerRequest* request,
      v1::DiagnosePeerResponse* response) override;

  grpc::ServerUnaryReactor* ListProbeLockouts(
      grpc::CallbackServerContext* context,
      const v1::ListProbeLockoutsRequest* request,
      v1::ListProbeLockoutsResponse* response) override;
  grpc::ServerUnaryReactor* LiftProbeLockout(
      grpc::CallbackServerContext* context,
      const v1::LiftProbeLockoutRequest* request,
      v1::LiftProbeLockoutResponse* response) override;

  // What the last two rpcs do once the caller is admitted. Errors: as the rpcs.
  absl::StatusOr<v1::ListProbeLockoutsResponse> Lockouts(
      const auth::Caller& caller) const;
  absl::StatusOr<v1::LiftProbeLockoutResponse> Lift(
      const auth::Caller& caller, const std::string& lockout_id) const;

  // Whether `caller` may have the path to `agency_id` diagnosed. Errors: as
  // DiagnosePeer.
  absl::Status MayDiagnose(const auth::Caller& caller,
                           const std::string& agency_id) const;

 private:
  const Front* const front_;
  const policy::Policy* const policy_;
  const Handlers handlers_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_POLICY_ADMIN_SERVICE_H_
