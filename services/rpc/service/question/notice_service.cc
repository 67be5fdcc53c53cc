#include "services/rpc/service/question/notice_service.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rpc/call.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* NoticeService::ListNotices(
    grpc::CallbackServerContext* context, const v1::ListNoticesRequest* request,
    v1::ListNoticesResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.NoticeService/ListNotices",
                    request, response, [this](auto call) {
                      call->Finish(List(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* NoticeService::AcknowledgeNotice(
    grpc::CallbackServerContext* context,
    const v1::AcknowledgeNoticeRequest* request,
    v1::AcknowledgeNoticeResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.NoticeService/AcknowledgeNotice", request,
      response, [this](auto call) {
        call->Finish(Acknowledge(call->caller(), call->request()));
      });
}

absl::StatusOr<v1::ListNoticesResponse> NoticeService::List(
    const auth::Caller& caller, const v1::ListNoticesRequest& request) const {
  const absl::Status may = RequireDesk(caller);
  if (!may.ok()) return may;
  return desk_->List(caller, request);
}

absl::StatusOr<v1::AcknowledgeNoticeResponse> NoticeService::Acknowledge(
    const auth::Caller& caller,
    const v1::AcknowledgeNoticeRequest& request) const {
  const absl::Status may = RequireDesk(caller);
  if (!may.ok()) return may;
  return desk_->Acknowledge(caller, request.notice_id(), clock_());
}

}  // namespace homeward::rpc
