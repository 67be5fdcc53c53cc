#ifndef HOMEWARD_SERVICES_RPC_SERVICE_POLICY_CASE_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_POLICY_CASE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/identity/caller.h"
#include "homeward/v1/case_service.grpc.pb.h"
#include "homeward/v1/case_service.pb.h"
#include "services/policy/policy.h"
#include "services/rpc/front.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// Taking back the own agency's word for cases, over gRPC. The contract is in
// homeward/v1/case_service.proto. Thread-safe.
class CaseService final : public v1::CaseService::CallbackService {
 public:
  struct Sources {
    // Must outlive the server.
    policy::Policy* policy = nullptr;
    // Who has not heard of the withdrawal with this id.
    std::function<std::vector<std::string>(const std::string& id)> lacking;
    Clock clock;
    // There is one to be told. Must not block.
    std::function<void()> changed;
  };

  CaseService(const Front* front, Sources sources)
      : front_(front), sources_(std::move(sources)) {}

  grpc::ServerUnaryReactor* WithdrawCaseToken(
      grpc::CallbackServerContext* context,
      const v1::WithdrawCaseTokenRequest* request,
      v1::WithdrawCaseTokenResponse* response) override;
  grpc::ServerUnaryReactor* ListCaseWithdrawals(
      grpc::CallbackServerContext* context,
      const v1::ListCaseWithdrawalsRequest* request,
      v1::ListCaseWithdrawalsResponse* response) override;

  // What the rpcs do once the caller is admitted; the first blocks on the
  // store. Errors: as the rpcs.
  absl::StatusOr<v1::WithdrawCaseTokenResponse> Withdraw(
      const auth::Caller& caller, const v1::WithdrawCaseTokenRequest& request);
  v1::ListCaseWithdrawalsResponse List(const auth::Caller& caller) const;

 private:
  v1::CaseWithdrawalStatus StatusOf(
      const auth::VerifiedCaseWithdrawal& withdrawal) const;

  const Front* const front_;
  const Sources sources_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_POLICY_CASE_SERVICE_H_
