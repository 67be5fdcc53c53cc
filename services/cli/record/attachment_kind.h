#ifndef HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_KIND_H_
#define HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_KIND_H_

#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "grpcpp/client_context.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/cli/record/content_type.h"

// What tells the commands of photos from those of recordings: messages, calls
// and words.
namespace homeward::cli {

struct PhotoKind {
  using Header = v1::PhotoHeader;
  using AddRequest = v1::AddPhotoRequest;
  using AddResponse = v1::AddPhotoResponse;
  using GetRequest = v1::GetPhotoRequest;
  using GetResponse = v1::GetPhotoResponse;

  static constexpr char kName[] = "photo";
  static constexpr char kGroup[] = "Photos of a child";
  static constexpr char kFormats[] = "JPEG, PNG or WebP image";
  static constexpr char kUsed[] = "looked at";
  static constexpr char kMadeOption[] = "--taken";
  static constexpr char kExtensions[][4] = {"jpg", "png"};
  static constexpr char kExampleId[] = "fedcba9876543210fedcba9876543210";
  static constexpr v1::Basis kBasis = v1::BASIS_OBSERVED;
  static constexpr auto kType = ImageType;
  static constexpr auto kGet = &v1::RegistrationService::Stub::GetPhoto;

  static auto Add(v1::RegistrationService::Stub& stub,
                  grpc::ClientContext& call, AddResponse& response) {
    return stub.AddPhoto(&call, &response);
  }
  static std::string IdOf(const AddResponse& response) {
    return response.photo_id();
  }
  static void SetMade(absl::Time time, Header& header) {
    *header.mutable_taken_time() = auth::ToTimestamp(time);
  }
  static void SetId(const std::string& id, GetRequest& request) {
    request.set_photo_id(id);
  }
};

struct RecordingKind {
  using Header = v1::RecordingHeader;
  using AddRequest = v1::AddRecordingRequest;
  using AddResponse = v1::AddRecordingResponse;
  using GetRequest = v1::GetRecordingRequest;
  using GetResponse = v1::GetRecordingResponse;

  static constexpr char kName[] = "recording";
  static constexpr char kGroup[] = "Recordings of what a child says";
  static constexpr char kFormats[] = "WAV, Ogg, MP3 or MP4 sound";
  static constexpr char kUsed[] = "listened to";
  static constexpr char kMadeOption[] = "--recorded";
  static constexpr char kExtensions[][4] = {"wav", "mp3"};
  static constexpr char kExampleId[] = "89abcdef0123456789abcdef01234567";
  static constexpr v1::Basis kBasis = v1::BASIS_TOLD_BY_CHILD;
  static constexpr auto kType = AudioType;
  static constexpr auto kGet = &v1::RegistrationService::Stub::GetRecording;

  static auto Add(v1::RegistrationService::Stub& stub,
                  grpc::ClientContext& call, AddResponse& response) {
    return stub.AddRecording(&call, &response);
  }
  static std::string IdOf(const AddResponse& response) {
    return response.recording_id();
  }
  static void SetMade(absl::Time time, Header& header) {
    *header.mutable_recorded_time() = auth::ToTimestamp(time);
  }
  static void SetId(const std::string& id, GetRequest& request) {
    request.set_recording_id(id);
  }
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_RECORD_ATTACHMENT_KIND_H_
