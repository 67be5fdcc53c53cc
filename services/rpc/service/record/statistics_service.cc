#include "services/rpc/service/record/statistics_service.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "services/rpc/call.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* StatisticsService::CountChildren(
    grpc::CallbackServerContext* context,
    const v1::CountChildrenRequest* request,
    v1::CountChildrenResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.StatisticsService/CountChildren", request,
      response, [statistician = statistician_](auto call) {
        const auto waits = [call] {
          if (call->cancelled()) {
            return absl::CancelledError("nobody waits for the table");
          }
          return absl::Now() < call->deadline()
                     ? absl::OkStatus()
                     : absl::DeadlineExceededError(
                           "the table was not counted in time");
        };
        statistician->Count(
            call->caller(), call->request(), waits,
            [call](absl::StatusOr<v1::CountChildrenResponse> table) {
              call->Finish(std::move(table));
            });
      });
}

}  // namespace homeward::rpc
