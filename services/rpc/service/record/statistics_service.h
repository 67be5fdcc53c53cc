#ifndef HOMEWARD_SERVICES_RPC_SERVICE_RECORD_STATISTICS_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_RECORD_STATISTICS_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "homeward/v1/statistics_service.grpc.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/rpc/front.h"
#include "services/statistics/statistician.h"

namespace homeward::rpc {

// StatisticsService on the wire: what the Statistician does. Thread-safe.
class StatisticsService final : public v1::StatisticsService::CallbackService {
 public:
  // Both must outlive the server.
  StatisticsService(const Front* front, statistics::Statistician* statistician)
      : front_(front), statistician_(statistician) {}

  grpc::ServerUnaryReactor* CountChildren(
      grpc::CallbackServerContext* context,
      const v1::CountChildrenRequest* request,
      v1::CountChildrenResponse* response) override;

 private:
  const Front* const front_;
  statistics::Statistician* const statistician_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_RECORD_STATISTICS_SERVICE_H_
