#ifndef HOMEWARD_SERVICES_RPC_SERVICE_RECORD_REGISTRATION_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_RECORD_REGISTRATION_SERVICE_H_

#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/registration/registrar.h"
#include "services/rpc/call.h"

namespace homeward::rpc {

// RegistrationService on the wire: what the Registrar does. Thread-safe.
class RegistrationService final
    : public v1::RegistrationService::CallbackService {
 public:
  // Both must outlive the server.
  RegistrationService(const Front* front,
                      const registration::Registrar* registrar)
      : front_(front), registrar_(registrar) {}

  grpc::ServerUnaryReactor* RegisterChild(
      grpc::CallbackServerContext* context,
      const v1::RegisterChildRequest* request,
      v1::RegisterChildResponse* response) override;
  grpc::ServerUnaryReactor* AddClaim(grpc::CallbackServerContext* context,
                                     const v1::AddClaimRequest* request,
                                     v1::AddClaimResponse* response) override;
  grpc::ServerReadReactor<v1::AddPhotoRequest>* AddPhoto(
      grpc::CallbackServerContext* context,
      v1::AddPhotoResponse* response) override;
  grpc::ServerReadReactor<v1::AddRecordingRequest>* AddRecording(
      grpc::CallbackServerContext* context,
      v1::AddRecordingResponse* response) override;
  grpc::ServerUnaryReactor* GetChild(grpc::CallbackServerContext* context,
                                     const v1::GetChildRequest* request,
                                     v1::GetChildResponse* response) override;
  grpc::ServerWriteReactor<v1::GetPhotoResponse>* GetPhoto(
      grpc::CallbackServerContext* context,
      const v1::GetPhotoRequest* request) override;
  grpc::ServerWriteReactor<v1::GetRecordingResponse>* GetRecording(
      grpc::CallbackServerContext* context,
      const v1::GetRecordingRequest* request) override;

 private:
  const Front* const front_;
  const registration::Registrar* const registrar_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_RECORD_REGISTRATION_SERVICE_H_
