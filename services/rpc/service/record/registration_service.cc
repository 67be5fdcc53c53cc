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

using ::homeward::registration::AttachmentContent;
using ::homeward::registration::AttachmentIntake;
using ::homeward::registration::PhotoKind;
using ::homeward::registration::RecordingKind;
using ::homeward::registration::Registrar;

// Ends a call with what the registrar gives.
template <typename Call>
auto Finisher(Call call) {
  return [call = std::move(call)](auto result) {
    call->Finish(std::move(result));
  };
}

constexpr size_t kMaxChunkBytes = size_t{1} << 20;

template <typename Kind>
using Upload =
    ClientStream<typename Kind::AddRequest, typename Kind::AddResponse>;

template <typename Kind>
absl::Status TakePart(const typename Kind::AddRequest& part,
                      AttachmentIntake<Kind>& intake) {
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

// Takes the parts of an attachment as they come.
template <typename Kind>
void TakeChunks(std::shared_ptr<Upload<Kind>> call,
                std::shared_ptr<AttachmentIntake<Kind>> intake) {
  Upload<Kind>& reading = *call;
  reading.Read([call = std::move(call), intake = std::move(intake)](
                   absl::StatusOr<typename Kind::AddRequest> part) {
    if (absl::IsOutOfRange(part.status())) {
      return intake->Finish(Finisher(call));
    }
    const absl::Status taken =
        part.ok() ? TakePart<Kind>(*part, *intake) : part.status();
    if (!taken.ok()) return intake->Fail(taken, Finisher(call));
    TakeChunks<Kind>(call, intake);
  });
}

// Begins an attachment by the header, which comes first.
template <typename Kind>
void TakeAttachment(const Registrar* registrar,
                    std::shared_ptr<Upload<Kind>> call) {
  Upload<Kind>& reading = *call;
  reading.Read([registrar, call = std::move(call)](
                   absl::StatusOr<typename Kind::AddRequest> first) {
    if (!first.ok() && !absl::IsOutOfRange(first.status())) {
      return call->Finish(first.status());
    }
    // Without a header the purpose is unset: denied, with an entry.
    const typename Kind::Header header =
        first.ok() ? first->header() : typename Kind::Header();
    registrar->BeginAttachment<Kind>(
        call->caller(), header,
        [call](absl::StatusOr<std::shared_ptr<AttachmentIntake<Kind>>> intake) {
          if (!intake.ok()) return call->Finish(intake.status());
          TakeChunks<Kind>(call, *std::move(intake));
        });
  });
}

template <typename Kind>
using Download =
    ServerStream<typename Kind::GetRequest, typename Kind::GetResponse>;

// Sends chunks from `next` on, as fast as they are read.
template <typename Kind>
void SendChunks(std::shared_ptr<Download<Kind>> call,
                const AttachmentContent& content, size_t next) {
  for (; next < content.chunk_count(); ++next) {
    if (call->cancelled()) return call->Finish(absl::CancelledError(""));
    auto chunk = content.ReadChunk(next);
    if (!chunk.ok()) return call->Finish(chunk.status());
    typename Kind::GetResponse response;
    response.set_chunk(*std::move(chunk));
    if (call->Write(std::move(response))) continue;
    Download<Kind>& waiting = *call;
    waiting.WhenSent([call = std::move(call), content, next] {
      SendChunks<Kind>(call, content, next);
    });
    return;
  }
  call->Finish(absl::OkStatus());
}

template <typename Kind>
void SendAttachment(const Registrar* registrar,
                    std::shared_ptr<Download<Kind>> call) {
  registrar->GetAttachment<Kind>(
      call->caller(), call->request(),
      [call](absl::StatusOr<AttachmentContent> content) {
        if (!content.ok()) return call->Finish(content.status());
        // Reads off the committer's thread.
        call->WhenSent(
            [call, content = *content] { SendChunks<Kind>(call, content, 0); });
      });
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
      [registrar = registrar_](std::shared_ptr<Upload<PhotoKind>> call) {
        TakeAttachment<PhotoKind>(registrar, std::move(call));
      });
}

grpc::ServerReadReactor<v1::AddRecordingRequest>*
RegistrationService::AddRecording(grpc::CallbackServerContext* context,
                                  v1::AddRecordingResponse* response) {
  return ServeUpload<v1::AddRecordingRequest>(
      front_, context, "homeward.v1.RegistrationService/AddRecording", response,
      [registrar = registrar_](std::shared_ptr<Upload<RecordingKind>> call) {
        TakeAttachment<RecordingKind>(registrar, std::move(call));
      });
}

grpc::ServerWriteReactor<v1::GetPhotoResponse>* RegistrationService::GetPhoto(
    grpc::CallbackServerContext* context, const v1::GetPhotoRequest* request) {
  return ServeStream<v1::GetPhotoResponse>(
      front_, context, "homeward.v1.RegistrationService/GetPhoto", request,
      [registrar = registrar_](std::shared_ptr<Download<PhotoKind>> call) {
        SendAttachment<PhotoKind>(registrar, std::move(call));
      });
}

grpc::ServerWriteReactor<v1::GetRecordingResponse>*
RegistrationService::GetRecording(grpc::CallbackServerContext* context,
                                  const v1::GetRecordingRequest* request) {
  return ServeStream<v1::GetRecordingResponse>(
      front_, context, "homeward.v1.RegistrationService/GetRecording", request,
      [registrar = registrar_](std::shared_ptr<Download<RecordingKind>> call) {
        SendAttachment<RecordingKind>(registrar, std::move(call));
      });
}

}  // namespace homeward::rpc
