#ifndef HOMEWARD_SERVICES_RPC_SERVICE_RECORD_MATCH_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_RECORD_MATCH_SERVICE_H_

#include "homeward/v1/match_service.grpc.pb.h"
#include "services/registration/registrar.h"
#include "services/rpc/call.h"

namespace homeward::rpc {

// MatchService on the wire: what the Registrar does. Thread-safe.
class MatchService final : public v1::MatchService::CallbackService {
 public:
  // Both must outlive the server.
  MatchService(const Front* front, const registration::Registrar* registrar)
      : front_(front), registrar_(registrar) {}

  grpc::ServerUnaryReactor* DecideMatch(
      grpc::CallbackServerContext* context,
      const v1::DecideMatchRequest* request,
      v1::DecideMatchResponse* response) override;
  grpc::ServerUnaryReactor* ListMatches(
      grpc::CallbackServerContext* context,
      const v1::ListMatchesRequest* request,
      v1::ListMatchesResponse* response) override;

 private:
  const Front* const front_;
  const registration::Registrar* const registrar_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_RECORD_MATCH_SERVICE_H_
