#include "services/cli/record/photo_command.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/file/files.h"
#include "services/cli/node/node_client.h"

namespace homeward::cli {
namespace {

constexpr size_t kMaxPhotoBytes = size_t{10} << 20;
constexpr size_t kChunkBytes = 256 << 10;

struct Options {
  std::string record;
  std::string photo;
  std::string file;
  std::string purpose;
  bool dry_run = false;
};

// What the bytes are, by their first ones; empty when none that is taken.
std::string ContentType(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xff\xd8\xff")) return "image/jpeg";
  if (absl::StartsWith(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (absl::StartsWith(bytes, "RIFF") && bytes.size() > 12 &&
      bytes.substr(8, 4) == "WEBP") {
    return "image/webp";
  }
  return "";
}

// When the file was last changed: the same for the same file, so that sending
// it twice is the same request.
absl::Time ChangeTime(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return absl::UnixEpoch();
  return absl::FromTimeT(info.st_mtime);
}

absl::StatusOr<v1::PhotoHeader> HeaderOf(const Options& options,
                                         const std::string& bytes,
                                         absl::Time taken) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  v1::PhotoHeader header;
  header.set_content_type(ContentType(bytes));
  if (header.content_type().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file, " is no JPEG, PNG or WebP image"));
  }
  header.set_sha256(auth::Sha256(bytes));
  // The same photo of the same record is sent once.
  header.set_request_id(absl::BytesToHexString(auth::Sha256(
      absl::StrCat("photo\n", options.record, "\n", header.sha256()))));
  header.set_purpose(*purpose);
  header.set_record_id(options.record);
  *header.mutable_source()->mutable_source_time() = auth::ToTimestamp(taken);
  header.mutable_source()->set_basis(v1::BASIS_OBSERVED);
  return header;
}

absl::StatusOr<v1::AddPhotoResponse> Send(const NodeClient& client,
                                          const v1::PhotoHeader& header,
                                          absl::string_view bytes) {
  v1::RegistrationService::Stub stub(client.channel());
  grpc::ClientContext call;
  client.Prepare(call, absl::Seconds(60));
  v1::AddPhotoResponse response;
  const auto writer = stub.AddPhoto(&call, &response);
  v1::AddPhotoRequest part;
  *part.mutable_header() = header;
  bool open = writer->Write(part);
  while (open && !bytes.empty()) {
    part.set_chunk(std::string(bytes.substr(0, kChunkBytes)));
    bytes.remove_prefix(std::min(kChunkBytes, bytes.size()));
    open = writer->Write(part);
  }
  writer->WritesDone();
  const absl::Status status = client.Finish(writer->Finish(), call);
  if (!status.ok()) return status;
  return response;
}

Result AddPhoto(Context& context, const Options& options) {
  const auto bytes = ReadFile(options.file, kMaxPhotoBytes);
  if (!bytes.ok()) return bytes.status();
  const absl::Time changed = ChangeTime(options.file);
  if (changed > context.now()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file,
                     " was last changed in the future, as the file says: "
                     "`touch` it, or check the clock"));
  }
  const auto header = HeaderOf(options, *bytes, changed);
  if (!header.ok()) return header.status();
  if (options.dry_run) {
    context.Say("The photo can be read; nothing was sent.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto response = Send(*client, *header, *bytes);
  if (!response.ok()) return response.status();
  context.Json(*response);
  context.Text(absl::StrCat("Added the photo ", response->photo_id()));
  context.Next(
      absl::StrCat("homeward show ", options.record, " --purpose register"));
  return ExitCode::kOk;
}

// Writes the photo whole or not at all.
Result SavePhoto(Context& context, const Options& options) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  if (Exists(options.file)) {
    return absl::AlreadyExistsError(
        absl::StrCat(options.file, " is there already: name another file"));
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::GetPhotoRequest request;
  request.set_record_id(options.record);
  request.set_photo_id(options.photo);
  request.set_purpose(*purpose);
  std::string bytes;
  const absl::Status read = client->Read<v1::RegistrationService::Stub>(
      &v1::RegistrationService::Stub::GetPhoto, request,
      std::function<void(const v1::GetPhotoResponse&)>(
          [&](const v1::GetPhotoResponse& part) { bytes += part.chunk(); }),
      absl::Seconds(60));
  if (!read.ok()) return read;
  const absl::Status written = WriteNewFile(options.file, bytes, kSecretMode);
  if (!written.ok()) return written;
  context.JsonText(absl::StrCat("{\"sizeBytes\": ", bytes.size(), "}"));
  context.Text(absl::StrCat("Wrote ", options.file, ", ", bytes.size(),
                            " bytes: delete it once it was looked at"));
  return ExitCode::kOk;
}

void AddAdd(CLI::App* photo, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      photo, "add", "Add a photo to a record, at most 10 MiB",
      {"homeward photo add --purpose register "
       "agencies/clinic/children/0123456789abcdef0123456789abcdef photo.jpg",
       "homeward photo add --purpose register --dry-run "
       "agencies/clinic/children/0123456789abcdef0123456789abcdef "
       "photo.png"});
  command->add_option("record", options->record, "The record's id")->required();
  command->add_option("file", options->file, "The photo")->required();
  command->add_option("--purpose", options->purpose, "Why")->required();
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return AddPhoto(*context, *options); }); });
}

void AddSave(CLI::App* photo, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(photo, "save",
                 "Write a photo of the own node to a new file, for you alone",
                 {"homeward photo save --purpose register "
                  "agencies/clinic/children/0123456789abcdef0123456789abcdef "
                  "fedcba9876543210fedcba9876543210 saved.jpg",
                  "homeward photo save --purpose register "
                  "agencies/clinic/children/0123456789abcdef0123456789abcdef "
                  "fedcba9876543210fedcba9876543210 again.jpg -o json"});
  command->add_option("record", options->record, "The record's id")->required();
  command->add_option("photo", options->photo, "The photo's id, as `show` says")
      ->required();
  command->add_option("file", options->file, "A new file")->required();
  command->add_option("--purpose", options->purpose, "Why")->required();
  command->callback(
      [=] { context->Run([&] { return SavePhoto(*context, *options); }); });
}

}  // namespace

void AddPhotoCommand(CLI::App* root, Context* context) {
  CLI::App* photo = AddGroup(root, "photo", "Photos of a child");
  AddAdd(photo, context);
  AddSave(photo, context);
}

}  // namespace homeward::cli
