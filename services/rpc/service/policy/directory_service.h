#ifndef HOMEWARD_SERVICES_RPC_SERVICE_POLICY_DIRECTORY_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_POLICY_DIRECTORY_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "homeward/v1/directory_service.grpc.pb.h"
#include "homeward/v1/directory_service.pb.h"
#include "services/policy/policy.h"
#include "services/rpc/front.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// The directory and the lists of revoked certificates, over gRPC. The contract
// is in homeward/v1/directory_service.proto. Thread-safe.
class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  // The pointers must outlive the server. `changed` is called after every
  // change, to tell peers; it must not block.
  DirectoryService(const Front* front, policy::Policy* policy, Clock clock,
                   std::function<void()> changed)
      : front_(front),
        policy_(policy),
        clock_(std::move(clock)),
        changed_(std::move(changed)) {}

  grpc::ServerUnaryReactor* GetDirectory(
      grpc::CallbackServerContext* context,
      const v1::GetDirectoryRequest* request,
      v1::GetDirectoryResponse* response) override;
  grpc::ServerUnaryReactor* InstallDirectory(
      grpc::CallbackServerContext* context,
      const v1::InstallDirectoryRequest* request,
      v1::InstallDirectoryResponse* response) override;
  grpc::ServerUnaryReactor* InstallRevocationList(
      grpc::CallbackServerContext* context,
      const v1::InstallRevocationListRequest* request,
      v1::InstallRevocationListResponse* response) override;
  grpc::ServerUnaryReactor* GetRevocationList(
      grpc::CallbackServerContext* context,
      const v1::GetRevocationListRequest* request,
      v1::GetRevocationListResponse* response) override;

  // What the rpcs do once the caller is admitted; the last two block on the
  // store. Errors: as the rpcs.
  absl::StatusOr<v1::GetDirectoryResponse> Get() const;
  absl::StatusOr<v1::GetRevocationListResponse> GetList(
      const auth::Caller& caller,
      const v1::GetRevocationListRequest& request) const;
  absl::StatusOr<v1::InstallDirectoryResponse> Install(
      const auth::Caller& caller, const v1::InstallDirectoryRequest& request);
  absl::StatusOr<v1::InstallRevocationListResponse> InstallList(
      const auth::Caller& caller,
      const v1::InstallRevocationListRequest& request);

 private:
  const Front* const front_;
  policy::Policy* const policy_;
  const Clock clock_;
  const std::function<void()> changed_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_POLICY_DIRECTORY_SERVICE_H_
