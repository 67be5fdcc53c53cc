#ifndef HOMEWARD_SERVICES_RPC_CALL_H_
#define HOMEWARD_SERVICES_RPC_CALL_H_

#include "services/rpc/client_stream.h"  // IWYU pragma: export
#include "services/rpc/front.h"          // IWYU pragma: export
#include "services/rpc/server_stream.h"  // IWYU pragma: export
#include "services/rpc/unary_call.h"     // IWYU pragma: export

// How a service is written: each method hands its call to one of
//
//   ServeUnary    one request, one response        (unary_call.h)
//   ServeStream   one request, many responses      (server_stream.h)
//   ServeUpload   many requests, one response      (client_stream.h)
//
// and its handler runs on the worker pool, with a caller who was admitted. The
// handler ends the call by Finish(), then or later, from any thread, once; a
// call whose last pointer is dropped unfinished ends as INTERNAL, so none is
// ever forgotten.
//
//   class PeerService final : public v1::PeerService::CallbackService {
//    public:
//     PeerService(const Front* front, Responder* responder);
//
//     grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context,
//                                   const v1::AskRequest* request,
//                                   v1::AskResponse* response) override {
//       return ServeUnary(front_, context, "homeward.v1.PeerService/Ask",
//                         request, response, [this](auto call) {
//         responder_->Answer(call->caller(), call->request(),
//                            call->deadline(),
//                            [call](absl::StatusOr<v1::AskResponse> answer) {
//                              call->Finish(std::move(answer));
//                            });
//       });
//     }
//   };
//
// What happens in which order:
//   1. The pool takes the call or refuses it: RESOURCE_EXHAUSTED, HW-LOAD-001.
//   2. The caller is admitted (admission.h): UNAUTHENTICATED or
//      PERMISSION_DENIED.
//   3. The handler runs. An absl::Status that carries an ErrorDetail
//      (error_detail.h) reaches own staff whole, in `homeward-error-bin`.

#endif  // HOMEWARD_SERVICES_RPC_CALL_H_
