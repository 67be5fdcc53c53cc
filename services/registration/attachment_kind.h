#ifndef HOMEWARD_SERVICES_REGISTRATION_ATTACHMENT_KIND_H_
#define HOMEWARD_SERVICES_REGISTRATION_ATTACHMENT_KIND_H_

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "homeward/v1/child.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"

// What tells the kinds of attachments apart: facts whose bytes are streamed.
// All else is the same for each.
namespace homeward::registration {

struct PhotoKind {
  using Fact = v1::Photo;
  using Header = v1::PhotoHeader;
  using AddRequest = v1::AddPhotoRequest;
  using AddResponse = v1::AddPhotoResponse;
  using GetRequest = v1::GetPhotoRequest;
  using GetResponse = v1::GetPhotoResponse;

  static constexpr absl::string_view kName = "photo";
  static constexpr absl::string_view kAddMethod = "AddPhoto";
  static constexpr std::array<absl::string_view, 3> kContentTypes = {
      "image/jpeg", "image/png", "image/webp"};

  static bool IsIn(const v1::Claim& claim) { return claim.has_photo(); }
  static const Fact& Of(const v1::Claim& claim) { return claim.photo(); }
  static Fact& In(v1::Claim& claim) { return *claim.mutable_photo(); }
  // Copies when it was taken, if the header says so.
  static void SetTime(const Header& header, Fact& fact) {
    if (!header.has_taken_time()) return;
    *fact.mutable_taken_time() = header.taken_time();
  }
  template <typename Message>
  static const std::string& IdOf(const Message& message) {
    return message.photo_id();
  }
  template <typename Message>
  static void SetId(const std::string& id, Message& message) {
    message.set_photo_id(id);
  }
};

struct RecordingKind {
  using Fact = v1::Recording;
  using Header = v1::RecordingHeader;
  using AddRequest = v1::AddRecordingRequest;
  using AddResponse = v1::AddRecordingResponse;
  using GetRequest = v1::GetRecordingRequest;
  using GetResponse = v1::GetRecordingResponse;

  static constexpr absl::string_view kName = "recording";
  static constexpr absl::string_view kAddMethod = "AddRecording";
  static constexpr std::array<absl::string_view, 4> kContentTypes = {
      "audio/wav", "audio/ogg", "audio/mpeg", "audio/mp4"};

  static bool IsIn(const v1::Claim& claim) { return claim.has_recording(); }
  static const Fact& Of(const v1::Claim& claim) { return claim.recording(); }
  static Fact& In(v1::Claim& claim) { return *claim.mutable_recording(); }
  // Copies when it was recorded, if the header says so.
  static void SetTime(const Header& header, Fact& fact) {
    if (!header.has_recorded_time()) return;
    *fact.mutable_recorded_time() = header.recorded_time();
  }
  template <typename Message>
  static const std::string& IdOf(const Message& message) {
    return message.recording_id();
  }
  template <typename Message>
  static void SetId(const std::string& id, Message& message) {
    message.set_recording_id(id);
  }
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_ATTACHMENT_KIND_H_
