#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/certificate/certificate.h"
#include "auth/identity/directory.h"
#include "homeward/v1/directory_service.grpc.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/federation/federation_commands.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/file/message_file.h"
#include "services/cli/fingerprint.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string file;
  std::string folder;
  bool offline = false;
  bool dry_run = false;
};

void ShowDirectory(Context& context, const v1::Directory& directory) {
  context.Text(absl::StrCat(directory.federation(), ", version ",
                            directory.version(), ", holds until ",
                            TimeText(directory.expiry_time())));
  for (const v1::Member& member : directory.members()) {
    context.Text(absl::StrCat(
        "  ", member.agency_id(), " (", member.display_name(), "), ",
        ShortName(v1::AgencyKind_Name(member.kind()), "AGENCY_KIND_"),
        member.country_code().empty() ? "" : ", of ", member.country_code(),
        ", at ", absl::StrJoin(member.endpoints(), ", ")));
    for (const std::string& der : member.root_certificates()) {
      const auto root = auth::Certificate::FromDer(der);
      if (!root.ok()) continue;
      context.Text(
          absl::StrCat("    root: ", FingerprintWords(root->thumbprint())));
    }
  }
}

// The node's directory; with a folder, the one published there.
Result Show(Context& context, const Options& options) {
  if (!options.folder.empty()) {
    const auto published = ReadPublished(options.folder, context.now());
    if (!published.ok()) return published.status();
    context.Json(published->document);
    ShowDirectory(context, published->document);
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::GetDirectoryResponse response;
  const absl::Status status =
      client->Call(&v1::DirectoryService::Stub::GetDirectory,
                   v1::GetDirectoryRequest(), response);
  if (!status.ok()) return status;
  context.Json(response.directory());
  ShowDirectory(context, response.directory());
  return ExitCode::kOk;
}

// Sends a signed document to the node, shows its answer to programs, and
// returns what the node relies on from now on.
using Send = absl::StatusOr<std::string> (*)(Context&, const NodeClient&,
                                             v1::Envelope);

absl::StatusOr<std::string> SendDirectory(Context& context,
                                          const NodeClient& client,
                                          v1::Envelope envelope) {
  v1::InstallDirectoryRequest request;
  *request.mutable_directory() = std::move(envelope);
  v1::InstallDirectoryResponse response;
  const absl::Status status = client.Call(
      &v1::DirectoryService::Stub::InstallDirectory, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  return absl::StrCat("version ", response.version());
}

absl::StatusOr<std::string> SendRevocationList(Context& context,
                                               const NodeClient& client,
                                               v1::Envelope envelope) {
  v1::InstallRevocationListRequest request;
  *request.mutable_revocation_list() = std::move(envelope);
  v1::InstallRevocationListResponse response;
  const absl::Status status = client.Call(
      &v1::DirectoryService::Stub::InstallRevocationList, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  return absl::StrCat("list ", response.number());
}

// Puts a directory that is newer than the one in the folder where the node
// takes it when it starts: nobody may bring one to a node whose own has ended.
Result InstallOffline(Context& context, const Options& options,
                      const v1::Envelope& envelope) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const std::string path = home->Path(home->config().directory_file());
  const auto present = ReadDirectoryFile(path, context.now());
  if (!present.ok()) return present.status();
  const auto next =
      auth::VerifyNextDirectory(*present->directory, envelope, context.now());
  if (absl::IsUnauthenticated(next.status())) {
    // Nobody need sign in: governance did not sign it.
    return absl::FailedPreconditionError(next.status().message());
  }
  if (!next.ok() && !absl::IsAlreadyExists(next.status())) {
    return next.status();
  }
  if (options.dry_run) {
    context.Say("It would be put into the folder; nothing was changed.");
    return ExitCode::kOk;
  }
  if (next.ok()) {
    const absl::Status written = WriteEnvelope(path, envelope);
    if (!written.ok()) return written;
  }
  v1::InstallDirectoryResponse response;
  response.set_version(next.ok() ? (*next)->version()
                                 : present->directory->version());
  context.Json(response);
  context.Text(absl::StrCat(path, " is version ", response.version(), "."));
  context.Next("restart the node: it takes the file when it starts");
  return ExitCode::kOk;
}

Result Install(Context& context, const Options& options, Send send) {
  auto envelope = ReadEnvelope(options.file);
  if (!envelope.ok()) return envelope.status();
  if (options.offline) return InstallOffline(context, options, *envelope);
  if (options.dry_run) {
    context.Say("The file can be read; nothing was sent.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto installed = send(context, *client, *std::move(envelope));
  if (!installed.ok()) return installed.status();
  context.Text(absl::StrCat("The node relies on ", *installed, "."));
  context.Next("homeward status");
  return ExitCode::kOk;
}

// A command that gives the node the document in the file `option`. Returns its
// options.
std::shared_ptr<Options> AddInstall(CLI::App* command, Context* context,
                                    const std::string& option,
                                    const std::string& about, Send send) {
  auto options = std::make_shared<Options>();
  command->add_option(option, options->file, about)->required();
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Install(*context, *options, send); }); });
  return options;
}

}  // namespace

void AddDirectoryCommands(CLI::App* root, Context* context) {
  CLI::App* directory =
      AddGroup(root, "directory", "Who belongs to the federation");
  auto show_options = std::make_shared<Options>();
  CLI::App* show = AddCommand(directory, "show",
                              "The members, with the roots that identify them",
                              {"homeward directory show",
                               "homeward directory show --folder "
                               "governance -o json"});
  show->add_option("--folder", show_options->folder,
                   "A federation's folder instead of the node");
  show->callback(
      [=] { context->Run([&] { return Show(*context, *show_options); }); });
  CLI::App* install =
      AddCommand(directory, "install", "Give the node a newer directory",
                 {"homeward directory install directory.binpb",
                  "homeward directory install directory.binpb --offline"});
  const auto install_options = AddInstall(
      install, context, "file", "The signed directory", SendDirectory);
  install->add_flag("--offline", install_options->offline,
                    "Only put it into the folder; the node takes it when it "
                    "starts, also when its own has ended");
  AddInstall(
      AddCommand(directory, "revoke",
                 "Give the node a member's list of revoked certificates",
                 {"homeward directory revoke --list revocations.binpb",
                  "homeward directory revoke --list clinic/revocations.binpb "
                  "--dry-run"}),
      context, "--list", "The signed list", SendRevocationList);
}

}  // namespace homeward::cli
