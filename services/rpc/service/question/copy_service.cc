#include "services/rpc/service/question/copy_service.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "services/rpc/call.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {
namespace {

constexpr size_t kMostListed = 1000;

// Whose entries the caller sees: her own, or those of all.
std::string SeesOf(const auth::Caller& caller) {
  return RequireAuditor(caller).ok() ? "" : caller.staff()->subject();
}

}  // namespace

grpc::ServerUnaryReactor* CopyService::ListWithdrawals(
    grpc::CallbackServerContext* context,
    const v1::ListWithdrawalsRequest* request,
    v1::ListWithdrawalsResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.CopyService/ListWithdrawals", request,
      response, [this](auto call) {
        call->Finish(Withdrawals(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* CopyService::ListKeptAnswers(
    grpc::CallbackServerContext* context,
    const v1::ListKeptAnswersRequest* request,
    v1::ListKeptAnswersResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.CopyService/ListKeptAnswers",
                    request, response,
                    [this](auto call) { call->Finish(Kept(call->caller())); });
}

grpc::ServerUnaryReactor* CopyService::GetKeptAnswer(
    grpc::CallbackServerContext* context,
    const v1::GetKeptAnswerRequest* request,
    v1::GetKeptAnswerResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.CopyService/GetKeptAnswer",
                    request, response, [this](auto call) {
                      call->Finish(Get(call->caller(), call->request()));
                    });
}

v1::ListWithdrawalsResponse CopyService::Withdrawals(
    const auth::Caller& caller,
    const v1::ListWithdrawalsRequest& request) const {
  v1::ListWithdrawalsResponse response;
  for (v1::WithdrawalStatus& status : sources_.withdrawals->List(
           SeesOf(caller), request.open_only(), kMostListed)) {
    *response.add_withdrawals() = std::move(status);
  }
  return response;
}

absl::StatusOr<v1::GetKeptAnswerResponse> CopyService::Get(
    const auth::Caller& caller, const v1::GetKeptAnswerRequest& request) const {
  return sources_.kept->Get(caller, request, *sources_.mous(),
                            sources_.clock());
}

absl::StatusOr<v1::ListKeptAnswersResponse> CopyService::Kept(
    const auth::Caller& caller) const {
  auto answers =
      sources_.kept->List(SeesOf(caller), sources_.clock(), kMostListed);
  if (!answers.ok()) return answers.status();
  v1::ListKeptAnswersResponse response;
  for (v1::KeptAnswer& answer : *answers) {
    *response.add_answers() = std::move(answer);
  }
  return response;
}

}  // namespace homeward::rpc
