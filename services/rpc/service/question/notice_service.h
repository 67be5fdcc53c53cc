#ifndef HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_NOTICE_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_NOTICE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/notice_service.grpc.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/desk.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// What own staff are told of, over gRPC. The contract is in
// homeward/v1/notice_service.proto. Thread-safe.
class NoticeService final : public v1::NoticeService::CallbackService {
 public:
  // `front` and `desk` must outlive the server.
  NoticeService(const Front* front, federation::Desk* desk,
                std::function<absl::Time()> clock)
      : front_(front), desk_(desk), clock_(std::move(clock)) {}

  grpc::ServerUnaryReactor* ListNotices(
      grpc::CallbackServerContext* context,
      const v1::ListNoticesRequest* request,
      v1::ListNoticesResponse* response) override;
  grpc::ServerUnaryReactor* AcknowledgeNotice(
      grpc::CallbackServerContext* context,
      const v1::AcknowledgeNoticeRequest* request,
      v1::AcknowledgeNoticeResponse* response) override;

  // The same for a caller who was admitted.
  absl::StatusOr<v1::ListNoticesResponse> List(
      const auth::Caller& caller, const v1::ListNoticesRequest& request) const;
  absl::StatusOr<v1::AcknowledgeNoticeResponse> Acknowledge(
      const auth::Caller& caller,
      const v1::AcknowledgeNoticeRequest& request) const;

 private:
  const Front* const front_;
  federation::Desk* const desk_;
  const std::function<absl::Time()> clock_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_NOTICE_SERVICE_H_
