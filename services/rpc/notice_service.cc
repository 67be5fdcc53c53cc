#include "services/rpc/notice_service.h"

#include "absl/status/status.h"
#include "services/rpc/call.h"
#include "services/rpc/staff_roles.h"

namespace homeward::rpc {

grpc::ServerUnaryReactor* NoticeService::ListNotices(
    grpc::CallbackServerContext* context, const v1::ListNoticesRequest* request,
    v1::ListNoticesResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.NoticeService/ListNotices", request,
      response, [this](auto call) {
        const absl::Status may = RequireDesk(call->caller());
        if (!may.ok()) return call->Finish(may);
        call->Finish(desk_->List(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* NoticeService::AcknowledgeNotice(
    grpc::CallbackServerContext* context,
    const v1::AcknowledgeNoticeRequest* request,
    v1::AcknowledgeNoticeResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.NoticeService/AcknowledgeNotice", request,
      response, [this](auto call) {
        const absl::Status may = RequireDesk(call->caller());
        if (!may.ok()) return call->Finish(may);
        call->Finish(desk_->Acknowledge(call->caller(),
                                        call->request().notice_id(), clock_()));
      });
}

}  // namespace homeward::rpc
