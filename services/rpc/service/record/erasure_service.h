#ifndef HOMEWARD_SERVICES_RPC_SERVICE_RECORD_ERASURE_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_RECORD_ERASURE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "homeward/v1/erasure_service.grpc.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "services/federation/erasure/eraser.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// ErasureService on the wire: what the Eraser does. Thread-safe.
class ErasureService final : public v1::ErasureService::CallbackService {
 public:
  // Both must outlive the server.
  ErasureService(const Front* front, federation::Eraser* eraser)
      : front_(front), eraser_(eraser) {}

  grpc::ServerUnaryReactor* EraseChild(
      grpc::CallbackServerContext* context,
      const v1::EraseChildRequest* request,
      v1::EraseChildResponse* response) override;
  grpc::ServerUnaryReactor* ListErasures(
      grpc::CallbackServerContext* context,
      const v1::ListErasuresRequest* request,
      v1::ListErasuresResponse* response) override;
  grpc::ServerUnaryReactor* ListShown(grpc::CallbackServerContext* context,
                                      const v1::ListShownRequest* request,
                                      v1::ListShownResponse* response) override;
  grpc::ServerUnaryReactor* KeepChild(grpc::CallbackServerContext* context,
                                      const v1::KeepChildRequest* request,
                                      v1::KeepChildResponse* response) override;

 private:
  const Front* const front_;
  federation::Eraser* const eraser_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_RECORD_ERASURE_SERVICE_H_
