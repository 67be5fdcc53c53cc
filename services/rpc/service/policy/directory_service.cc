#include "services/rpc/service/policy/directory_service.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/directory_service.pb.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/rpc/call.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {
namespace {

// UNAUTHENTICATED would tell the caller to sign in, but it is the document
// that somebody else did not sign.
absl::Status OfDocument(const absl::Status& status) {
  if (absl::IsUnauthenticated(status) || absl::IsNotFound(status)) {
    return absl::FailedPreconditionError(status.message());
  }
  return status;
}

}  // namespace

grpc::ServerUnaryReactor* DirectoryService::GetDirectory(
    grpc::CallbackServerContext* context,
    const v1::GetDirectoryRequest* request,
    v1::GetDirectoryResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.DirectoryService/GetDirectory", request,
                    response, [this](auto call) { call->Finish(Get()); });
}

grpc::ServerUnaryReactor* DirectoryService::InstallDirectory(
    grpc::CallbackServerContext* context,
    const v1::InstallDirectoryRequest* request,
    v1::InstallDirectoryResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.DirectoryService/InstallDirectory", request,
                    response, [this](auto call) {
                      call->Finish(Install(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* DirectoryService::InstallRevocationList(
    grpc::CallbackServerContext* context,
    const v1::InstallRevocationListRequest* request,
    v1::InstallRevocationListResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.DirectoryService/InstallRevocationList",
      request, response, [this](auto call) {
        call->Finish(InstallList(call->caller(), call->request()));
      });
}

grpc::ServerUnaryReactor* DirectoryService::GetRevocationList(
    grpc::CallbackServerContext* context,
    const v1::GetRevocationListRequest* request,
    v1::GetRevocationListResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.DirectoryService/GetRevocationList", request,
                    response, [this](auto call) {
                      call->Finish(GetList(call->caller(), call->request()));
                    });
}

absl::StatusOr<v1::GetRevocationListResponse> DirectoryService::GetList(
    const auth::Caller& caller,
    const v1::GetRevocationListRequest& request) const {
  const std::shared_ptr<const policy::State> state = policy_->state();
  const auto list = state->revocation_lists.find(
      request.agency_id().empty() ? caller.agency_id() : request.agency_id());
  if (list == state->revocation_lists.end()) {
    return absl::NotFoundError("the node has no list of this agency");
  }
  v1::GetRevocationListResponse response;
  *response.mutable_revocation_list() = list->second;
  return response;
}

absl::StatusOr<v1::GetDirectoryResponse> DirectoryService::Get() const {
  const std::shared_ptr<const policy::State> state = policy_->state();
  v1::GetDirectoryResponse response;
  *response.mutable_envelope() = state->directory;
  if (!response.mutable_directory()->ParseFromString(
          state->directory.payload())) {
    return absl::InternalError("the directory relied on can't be read again");
  }
  return response;
}

absl::StatusOr<v1::InstallDirectoryResponse> DirectoryService::Install(
    const auth::Caller& caller, const v1::InstallDirectoryRequest& request) {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  absl::Status installed =
      policy_->InstallDirectory(request.directory(), clock_());
  if (!installed.ok()) return OfDocument(installed);
  changed_();
  v1::InstallDirectoryResponse response;
  response.set_version(policy_->current()->directory->version());
  return response;
}

absl::StatusOr<v1::InstallRevocationListResponse> DirectoryService::InstallList(
    const auth::Caller& caller,
    const v1::InstallRevocationListRequest& request) {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  absl::Status installed =
      policy_->InstallRevocationList(request.revocation_list(), clock_());
  if (!installed.ok()) return OfDocument(installed);
  changed_();
  // It was read to be installed.
  v1::RevocationList list;
  list.ParseFromString(request.revocation_list().payload());
  const auto snapshot = policy_->current();
  v1::InstallRevocationListResponse response;
  response.set_number(snapshot->revocations->Find(list.agency_id())->number());
  return response;
}

}  // namespace homeward::rpc
