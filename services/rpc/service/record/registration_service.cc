#include "services/rpc/service/record/registration_service.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/registration/registrar.h"

namespace homeward::rpc {
namespace {

using ::homeward::registration::PhotoContent;
using ::homeward::registration::PhotoIntake;
using ::homeward::registration::Registrar;

// Ends a call with what the registrar gives.
template <typename Call>
auto Finisher(Call call) {
  return [call = std::move(call)](auto result) {
    call->Finish(std::move(result));
  };
}

using Upload = ClientStream<v1::AddPhotoRequest, v1::AddPhotoResponse>;

constexpr size_t kMaxChunkBytes = size_t{1} << 20;

absl::Status TakePart(const v1::AddPhotoRequest& part, PhotoIntake& intake) {
  if (!part.has_chunk()) {
    return absl::InvalidArgumentError(
        "part: is not a chunk; the header comes first, once");
  }
  if (part.chunk().size() > kMaxChunkBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "chunk: is longer than ", kMaxChunkBytes, " bytes; send it in parts"));
  }
  return intake.Take(part.chunk());
}

// Takes the parts of a photo as they come.
void TakeChunks(std::shared_ptr<Upload> call,
                std::shared_ptr<PhotoIntake> intake) {
  Upload& reading = *call;
  reading.Read([call = std::move(call), intake = std::move(intake)](
                   absl::StatusOr<v1::AddPhotoRequest> part) {
    if (absl::IsOutOfRange(part.status())) {
      return intake->Finish(Finisher(call));
    }
    const absl::Status taken =
        part.ok() ? TakePart(*part, *intake) : part.status();
    if (!taken.ok()) return intake->Fail(taken, Finisher(call));
    TakeChunks(call, intake);
  });
}

using Download = ServerStream<v1::GetPhotoRequest, v1::GetPhotoResponse>;

// Sends chunks from `next` on, as fast as they are read.
void SendChunks(std::shared_ptr<Download> call, const PhotoContent& content,
                size_t next) {
  for (; next < content.chunk_count(); ++next) {
    if (call->cancelled()) return call->Finish(absl::CancelledError(""));
    auto chunk = content.ReadChunk(next);
    if (!chunk.ok()) return call->Finish(chunk.status());
    v1::GetPhotoResponse response;
    response.set_chunk(*std::move(chunk));
    if (call->Write(std::move(response))) continue;
    Download& waiting = *call;
    waiting.WhenSent([call = std::move(call), content, next] {
      SendChunks(call, content, next);
    });
    return;
  }
  call->Finish(absl::OkStatus());
}

}  // namespace

grpc::ServerUnaryReactor* RegistrationService::RegisterChild(
    grpc::CallbackServerContext* context,
    const v1::RegisterChildRequest* request,
    v1::RegisterChildResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.RegistrationService/RegisterChild", request,
                    response, [registrar = registrar_](auto call) {
                      registrar->RegisterChild(call->caller(), call->request(),
                                               Finisher(call));
                    });
}

grpc::ServerUnaryReactor* RegistrationService::AddClaim(
    grpc::CallbackServerContext* context, const v1::AddClaimRequest* request,
    v1::AddClaimResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.RegistrationService/AddClaim",
                    request, response, [registrar = registrar_](auto call) {
                      registrar->AddClaim(call->caller(), call->request(),
                                          Finisher(call));
                    });
}

grpc::ServerUnaryReactor* RegistrationService::GetChild(
    grpc::CallbackServerContext* context, const v1::GetChildRequest* request,
    v1::GetChildResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.RegistrationService/GetChild",
                    request, response, [registrar = registrar_](auto call) {
                      registrar->GetChild(call->caller(), call->request(),
                                          Finisher(call));
                    });
}

grpc::ServerReadReactor<v1::AddPhotoRequest>* RegistrationService::AddPhoto(
    grpc::CallbackServerContext* context, v1::AddPhotoResponse* response) {
  return ServeUpload<v1::AddPhotoRequest>(
      front_, context, "homeward.v1.RegistrationService/AddPhoto", response,
      [registrar = registrar_](std::shared_ptr<Upload> call) {
        Upload& reading = *call;
        reading.Read([registrar, call = std::move(call)](
                         absl::StatusOr<v1::AddPhotoRequest> first) {
          if (!first.ok() && !absl::IsOutOfRange(first.status())) {
            return call->Finish(first.status());
          }
          // Without a header the purpose is unset: denied, with an entry.
          const v1::PhotoHeader header =
              first.ok() ? first->header() : v1::PhotoHeader();
          registrar->BeginPhoto(
              call->caller(), header,
              [call](absl::StatusOr<std::shared_ptr<PhotoIntake>> intake) {
                if (!intake.ok()) return call->Finish(intake.status());
                TakeChunks(call, *std::move(intake));
              });
        });
      });
}

grpc::ServerWriteReactor<v1::GetPhotoResponse>* RegistrationService::GetPhoto(
    grpc::CallbackServerContext* context, const v1::GetPhotoRequest* request) {
  return ServeStream<v1::GetPhotoResponse>(
      front_, context, "homeward.v1.RegistrationService/GetPhoto", request,
      [registrar = registrar_](std::shared_ptr<Download> call) {
        registrar->GetPhoto(call->caller(), call->request(),
                            [call](absl::StatusOr<PhotoContent> content) {
                              if (!content.ok()) {
                                return call->Finish(content.status());
                              }
                              // Reads off the committer's thread.
                              call->WhenSent([call, content = *content] {
                                SendChunks(call, content, 0);
                              });
                            });
      });
}

}  // namespace homeward::rpc
