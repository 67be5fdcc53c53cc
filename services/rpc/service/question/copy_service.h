#ifndef HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_COPY_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_COPY_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/caller.h"
#include "homeward/v1/copy_service.grpc.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// What was taken back and what is kept, for own staff, over gRPC. The contract
// is in homeward/v1/copy_service.proto. Thread-safe.
class CopyService final : public v1::CopyService::CallbackService {
 public:
  // What it shows. The pointers must outlive the server.
  struct Sources {
    const federation::WithdrawalBook* withdrawals = nullptr;
    const federation::KeptAnswers* kept = nullptr;
    // The MOUs by which to decide now. Never null.
    std::function<std::shared_ptr<const auth::ActiveSet>()> mous;
    std::function<absl::Time()> clock;
  };

  CopyService(const Front* front, Sources sources)
      : front_(front), sources_(std::move(sources)) {}

  grpc::ServerUnaryReactor* ListWithdrawals(
      grpc::CallbackServerContext* context,
      const v1::ListWithdrawalsRequest* request,
      v1::ListWithdrawalsResponse* response) override;
  grpc::ServerUnaryReactor* ListKeptAnswers(
      grpc::CallbackServerContext* context,
      const v1::ListKeptAnswersRequest* request,
      v1::ListKeptAnswersResponse* response) override;
  grpc::ServerUnaryReactor* GetKeptAnswer(
      grpc::CallbackServerContext* context,
      const v1::GetKeptAnswerRequest* request,
      v1::GetKeptAnswerResponse* response) override;

  // The same for a caller who was admitted.
  v1::ListWithdrawalsResponse Withdrawals(
      const auth::Caller& caller,
      const v1::ListWithdrawalsRequest& request) const;
  absl::StatusOr<v1::ListKeptAnswersResponse> Kept(
      const auth::Caller& caller) const;
  absl::StatusOr<v1::GetKeptAnswerResponse> Get(
      const auth::Caller& caller,
      const v1::GetKeptAnswerRequest& request) const;

 private:
  const Front* const front_;
  const Sources sources_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_COPY_SERVICE_H_
