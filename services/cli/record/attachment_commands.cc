#include "services/cli/record/attachment_commands.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
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
#include "services/cli/options/time_option.h"
#include "services/cli/record/attachment_kind.h"

namespace homeward::cli {
namespace {

using Stub = v1::RegistrationService::Stub;

constexpr size_t kMaxBytes = size_t{10} << 20;
constexpr size_t kChunkBytes = 256 << 10;
constexpr char kExampleRecord[] =
    "agencies/clinic/children/0123456789abcdef0123456789abcdef";

struct Options {
  std::string record;
  std::string id;
  std::string file;
  std::string purpose;
  std::string made;
  std::string consent;
  bool dry_run = false;
};

// When the file was last changed: the same for the same file, so that sending
// it twice is the same request.
absl::Time ChangeTime(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return absl::UnixEpoch();
  return absl::FromTimeT(info.st_mtime);
}

template <typename Kind>
absl::StatusOr<typename Kind::Header> HeaderOf(const Options& options,
                                               const std::string& bytes,
                                               absl::Time changed) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  typename Kind::Header header;
  header.set_content_type(std::string(Kind::kType(bytes)));
  if (header.content_type().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file, " is no ", Kind::kFormats));
  }
  header.set_sha256(auth::Sha256(bytes));
  // The same bytes are sent to the same record once.
  header.set_request_id(absl::BytesToHexString(auth::Sha256(
      absl::StrCat(Kind::kName, "\n", options.record, "\n", header.sha256()))));
  header.set_purpose(*purpose);
  header.set_record_id(options.record);
  *header.mutable_source()->mutable_source_time() = auth::ToTimestamp(changed);
  header.mutable_source()->set_basis(Kind::kBasis);
  const auto made =
      ReadTimeOption(Kind::kMadeOption, options.made, absl::InfinitePast());
  if (!made.ok()) return made.status();
  if (*made != absl::InfinitePast()) Kind::SetMade(*made, header);
  header.set_consent_claim_id(options.consent);
  return header;
}

template <typename Kind>
absl::StatusOr<typename Kind::AddResponse> Send(
    const NodeClient& client, const typename Kind::Header& header,
    absl::string_view bytes) {
  Stub stub(client.channel());
  grpc::ClientContext call;
  client.Prepare(call, absl::Seconds(60));
  typename Kind::AddResponse response;
  const auto writer = Kind::Add(stub, call, response);
  typename Kind::AddRequest part;
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

template <typename Kind>
Result Add(Context& context, const Options& options) {
  const auto bytes = ReadFile(options.file, kMaxBytes);
  if (!bytes.ok()) return bytes.status();
  const absl::Time changed = ChangeTime(options.file);
  if (changed > context.now()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file,
                     " was last changed in the future, as the file says: "
                     "`touch` it, or check the clock"));
  }
  const auto header = HeaderOf<Kind>(options, *bytes, changed);
  if (!header.ok()) return header.status();
  if (options.dry_run) {
    context.Say(
        absl::StrCat("The ", Kind::kName, " can be read; nothing was sent."));
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto response = Send<Kind>(*client, *header, *bytes);
  if (absl::IsAlreadyExists(response.status())) {
    // The request id is made of the record and the bytes alone.
    return absl::AlreadyExistsError(absl::StrCat(
        "these bytes are in the record already, as a ", Kind::kName,
        ", told with another time, purpose or consent; nothing was changed"));
  }
  if (!response.ok()) return response.status();
  context.Json(*response);
  context.Text(
      absl::StrCat("Added the ", Kind::kName, " ", Kind::IdOf(*response)));
  context.Next(
      absl::StrCat("homeward show ", options.record, " --purpose register"));
  return ExitCode::kOk;
}

// Writes it whole or not at all.
template <typename Kind>
Result Save(Context& context, const Options& options) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  if (Exists(options.file)) {
    return absl::AlreadyExistsError(
        absl::StrCat(options.file, " is there already: name another file"));
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  typename Kind::GetRequest request;
  request.set_record_id(options.record);
  Kind::SetId(options.id, request);
  request.set_purpose(*purpose);
  std::string bytes;
  const absl::Status read =
      client->Read<Stub>(Kind::kGet, request,
                         std::function<void(const typename Kind::GetResponse&)>(
                             [&](const typename Kind::GetResponse& part) {
                               bytes += part.chunk();
                             }),
                         absl::Seconds(60));
  if (!read.ok()) return read;
  const absl::Status written = WriteNewFile(options.file, bytes, kSecretMode);
  if (!written.ok()) return written;
  context.JsonText(absl::StrCat("{\"sizeBytes\": ", bytes.size(), "}"));
  context.Text(absl::StrCat("Wrote ", options.file, ", ", bytes.size(),
                            " bytes: delete it once it was ", Kind::kUsed));
  return ExitCode::kOk;
}

// `homeward KIND VERB --purpose register` and what follows.
template <typename Kind>
std::string Example(absl::string_view verb, absl::string_view end) {
  return absl::StrCat("homeward ", Kind::kName, " ", verb,
                      " --purpose register ", end);
}

template <typename Kind>
void AddAdd(CLI::App* group, Context* context) {
  const std::string name = Kind::kName;
  const std::string end = absl::StrCat(kExampleRecord, " ", name, ".");
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "add",
      absl::StrCat("Add a ", name, " to a record, at most 10 MiB"),
      {Example<Kind>("add", end + Kind::kExtensions[0]),
       Example<Kind>("add",
                     absl::StrCat("--dry-run ", end, Kind::kExtensions[1]))});
  command->add_option("record", options->record, "The record's id")->required();
  command->add_option("file", options->file, "The " + name)->required();
  command->add_option("--purpose", options->purpose, "Why")->required();
  command->add_option(
      Kind::kMadeOption, options->made,
      "When it was made, as 2026-11-22T10:00:00Z, where somebody knows");
  command->add_option(
      "--consent", options->consent,
      "The record's claim that holds the consent to it: its id, as "
      "`homeward add consent` said");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Add<Kind>(*context, *options); }); });
}

template <typename Kind>
void AddSave(CLI::App* group, Context* context) {
  const std::string name = Kind::kName;
  const std::string which = absl::StrCat(kExampleRecord, " ", Kind::kExampleId);
  const std::string extension = Kind::kExtensions[0];
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "save",
      absl::StrCat("Write a ", name,
                   " of the own node to a new file, for you alone"),
      {Example<Kind>("save", absl::StrCat(which, " saved.", extension)),
       Example<Kind>("save",
                     absl::StrCat(which, " again.", extension, " -o json"))});
  command->add_option("record", options->record, "The record's id")->required();
  command
      ->add_option(name, options->id,
                   absl::StrCat("The ", name, "'s id, as `show` says"))
      ->required();
  command->add_option("file", options->file, "A new file")->required();
  command->add_option("--purpose", options->purpose, "Why")->required();
  command->callback(
      [=] { context->Run([&] { return Save<Kind>(*context, *options); }); });
}

template <typename Kind>
void AddKind(CLI::App* root, Context* context) {
  CLI::App* group = AddGroup(root, Kind::kName, Kind::kGroup);
  AddAdd<Kind>(group, context);
  AddSave<Kind>(group, context);
}

}  // namespace

void AddAttachmentCommands(CLI::App* root, Context* context) {
  AddKind<PhotoKind>(root, context);
  AddKind<RecordingKind>(root, context);
}

}  // namespace homeward::cli
