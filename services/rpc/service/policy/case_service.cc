#include "services/rpc/service/policy/case_service.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/proto_time.h"
#include "services/policy/state.h"
#include "services/rpc/call.h"

namespace homeward::rpc {
namespace {

constexpr size_t kMostListed = 1000;

// What the store and the room answer stays; all else is wrong with the request.
absl::Status ToldOf(const absl::Status& status) {
  if (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) {
    return status;
  }
  return absl::InvalidArgumentError(status.message());
}

absl::Time IssuedOf(const auth::VerifiedCaseWithdrawal* withdrawal) {
  return auth::ToTime(withdrawal->said.issued_time());
}

}  // namespace

grpc::ServerUnaryReactor* CaseService::WithdrawCaseToken(
    grpc::CallbackServerContext* context,
    const v1::WithdrawCaseTokenRequest* request,
    v1::WithdrawCaseTokenResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.CaseService/WithdrawCaseToken", request,
                    response, [this](auto call) {
                      call->Finish(Withdraw(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* CaseService::ListCaseWithdrawals(
    grpc::CallbackServerContext* context,
    const v1::ListCaseWithdrawalsRequest* request,
    v1::ListCaseWithdrawalsResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.CaseService/ListCaseWithdrawals", request,
      response, [this](auto call) { call->Finish(List(call->caller())); });
}

absl::StatusOr<v1::WithdrawCaseTokenResponse> CaseService::Withdraw(
    const auth::Caller& caller, const v1::WithdrawCaseTokenRequest& request) {
  const auto read = auth::ReadKeptCaseWithdrawal(request.withdrawal());
  if (!read.ok()) return absl::InvalidArgumentError(read.status().message());
  if (read->said.issuer_agency_id() != caller.agency_id()) {
    return absl::InvalidArgumentError(
        "withdrawal: an agency takes back its own word only");
  }
  const absl::Status taken =
      sources_.policy->WithdrawCase(request.withdrawal(), sources_.clock());
  if (!taken.ok()) return ToldOf(taken);
  sources_.changed();
  v1::WithdrawCaseTokenResponse response;
  *response.mutable_status() = StatusOf(*read);
  return response;
}

v1::ListCaseWithdrawalsResponse CaseService::List(
    const auth::Caller& caller) const {
  const auto known = sources_.policy->current()->case_withdrawals;
  const absl::Time now = sources_.clock();
  std::vector<const auth::VerifiedCaseWithdrawal*> own;
  for (const auto& [id, withdrawal] : known->entries()) {
    if (withdrawal->said.issuer_agency_id() == caller.agency_id() &&
        now < auth::ToTime(withdrawal->said.expiry_time())) {
      own.push_back(withdrawal.get());
    }
  }
  absl::c_stable_sort(own, [](const auto* a, const auto* b) {
    return IssuedOf(a) > IssuedOf(b);
  });
  if (own.size() > kMostListed) own.resize(kMostListed);
  v1::ListCaseWithdrawalsResponse response;
  for (const auth::VerifiedCaseWithdrawal* withdrawal : own) {
    *response.add_statuses() = StatusOf(*withdrawal);
  }
  return response;
}

v1::CaseWithdrawalStatus CaseService::StatusOf(
    const auth::VerifiedCaseWithdrawal& withdrawal) const {
  v1::CaseWithdrawalStatus status;
  *status.mutable_withdrawal() = withdrawal.said;
  for (const std::string& agency_id : sources_.lacking(withdrawal.id)) {
    status.add_untold_agency_ids(agency_id);
  }
  return status;
}

}  // namespace homeward::rpc
