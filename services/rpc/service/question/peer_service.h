#ifndef HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_PEER_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_PEER_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/answering/responder.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// What other nodes ask, over gRPC. The contract is in
// homeward/v1/peer_service.proto.
class PeerService final : public v1::PeerService::CallbackService {
 public:
  // What is not the responder's; each runs on a worker. Thread-safe.
  struct Handlers {
    // May block for a short time.
    std::function<absl::StatusOr<v1::SynchronizeResponse>(
        const auth::Contact& contact, const v1::SynchronizeRequest& request)>
        synchronize;
    // Erases what the caller takes back. May block for some seconds.
    std::function<absl::StatusOr<v1::WithdrawResponse>(
        const auth::Caller& caller, const v1::WithdrawRequest& request)>
        withdraw;
    // Takes the caller's review of a broken glass. May block for a short time.
    std::function<absl::StatusOr<v1::TellReviewResponse>(
        const auth::Caller& caller, const v1::TellReviewRequest& request)>
        take_review;
    // Walks the path back to the caller's agency. Must not block; calls `done`
    // once, then or when it has walked.
    std::function<void(
        const std::string& agency_id,
        std::function<void(absl::StatusOr<v1::ProbeResponse>)> done)>
        probe;
  };

  // The pointers must outlive the server.
  PeerService(const Front* front, federation::Responder* responder,
              Handlers handlers)
      : front_(front), responder_(responder), handlers_(std::move(handlers)) {}

  grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context,
                                const v1::AskRequest* request,
                                v1::AskResponse* response) override;

  grpc::ServerUnaryReactor* Synchronize(
      grpc::CallbackServerContext* context,
      const v1::SynchronizeRequest* request,
      v1::SynchronizeResponse* response) override;

  grpc::ServerUnaryReactor* Withdraw(grpc::CallbackServerContext* context,
                                     const v1::WithdrawRequest* request,
                                     v1::WithdrawResponse* response) override;

  grpc::ServerUnaryReactor* TellReview(
      grpc::CallbackServerContext* context,
      const v1::TellReviewRequest* request,
      v1::TellReviewResponse* response) override;

  grpc::ServerUnaryReactor* Probe(grpc::CallbackServerContext* context,
                                  const v1::ProbeRequest* request,
                                  v1::ProbeResponse* response) override;

 private:
  const Front* const front_;
  federation::Responder* const responder_;
  const Handlers handlers_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_PEER_SERVICE_H_
