#ifndef HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_QUERY_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_QUERY_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// The questions of own staff, over gRPC. The contract is in
// homeward/v1/query_service.proto.
class QueryService final : public v1::QueryService::CallbackService {
 public:
  // Both pointers must outlive the server. `peer_timeout` is what a peer has
  // when a question names no time of its own.
  QueryService(const Front* front, const federation::Inquiry* inquiry,
               absl::Duration peer_timeout)
      : front_(front), inquiry_(inquiry), peer_timeout_(peer_timeout) {}

  grpc::ServerWriteReactor<v1::LocateChildResponse>* LocateChild(
      grpc::CallbackServerContext* context,
      const v1::LocateChildRequest* request) override;

  grpc::ServerUnaryReactor* GetWellbeing(
      grpc::CallbackServerContext* context,
      const v1::GetWellbeingRequest* request,
      v1::GetWellbeingResponse* response) override;

 private:
  const Front* const front_;
  const federation::Inquiry* const inquiry_;
  const absl::Duration peer_timeout_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_QUERY_SERVICE_H_
