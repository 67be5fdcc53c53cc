#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/revocation.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/directory_service.grpc.pb.h"
#include "homeward/v1/directory_service.pb.h"
#include "services/cli/agency/agency_setup.h"
#include "services/cli/certificate/certificate_commands.h"
#include "services/cli/command.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"

namespace homeward::cli {
namespace {

struct Options {
  std::vector<std::string> serials;
  std::vector<std::string> leaves;
  bool offline = false;
  bool dry_run = false;
};

// Adds those of `serials` that the list lacks.
void AddSerials(const std::vector<std::string>& serials,
                v1::RevocationList& list) {
  for (const std::string& serial : serials) {
    if (!absl::c_linear_search(list.serials(), serial)) {
      list.add_serials(serial);
    }
  }
}

// The serial of `hex`, without zeros in front: certificates show them where the
// first bit is set.
absl::StatusOr<std::string> SerialOf(const std::string& hex) {
  if (hex.empty() || hex.size() % 2 != 0 || hex.size() > 40 ||
      hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return UsageError("a serial is not 1 to 20 bytes as hexadecimal digits",
                      "homeward certificate revoke --leaf cert.pem");
  }
  const std::string bytes = absl::HexStringToBytes(hex);
  const size_t first = bytes.find_first_not_of('\0');
  if (first == std::string::npos) {
    return UsageError("a serial is never 0",
                      "homeward certificate revoke --leaf cert.pem");
  }
  return bytes.substr(first);
}

// True for a certificate of this agency, by whichever of its roots.
bool IsOfAgency(const auth::Certificate& leaf,
                const internal::v1::NodeConfig& config) {
  if (leaf.names().uris.size() != 1) return false;
  const auto id = auth::SpiffeId::Parse(leaf.names().uris.front());
  return id.ok() && id->federation() == config.federation() &&
         id->agency() == config.agency_id();
}

// The serial of the first certificate of the file. An agency's list takes back
// its own certificates only: of another's it would change nothing, and whoever
// typed it would believe that it did.
absl::StatusOr<std::string> SerialOfFile(
    const std::string& path, const internal::v1::NodeConfig& config) {
  const auto pem = ReadFile(path);
  if (!pem.ok()) return pem.status();
  const auto chain = auth::Certificate::ChainFromPem(*pem);
  if (!chain.ok()) return chain.status();
  if (chain->empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " holds no certificate"));
  }
  if (!IsOfAgency(chain->front(), config)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " is not a certificate of this agency, ", config.agency_id(),
        "; whoever issued it has to revoke it"));
  }
  return chain->front().serial();
}

// Adds what `options` names to the list.
absl::Status AddNamed(const Options& options,
                      const internal::v1::NodeConfig& config,
                      v1::RevocationList& list) {
  std::vector<absl::StatusOr<std::string>> named;
  for (const std::string& hex : options.serials) named.push_back(SerialOf(hex));
  for (const std::string& path : options.leaves) {
    named.push_back(SerialOfFile(path, config));
  }
  for (const auto& serial : named) {
    if (!serial.ok()) return serial.status();
    AddSerials({*serial}, list);
  }
  return absl::OkStatus();
}

// Adds what the list that the node relies on has and `list` lacks, and its
// number if that is higher: another desk, or the node, may have issued it.
// Only what the agency's own key signed counts: the node may not be trusted.
absl::Status AddNodeList(const NodeClient& client, const auth::SigningKey& key,
                         v1::RevocationList& list) {
  v1::GetRevocationListResponse response;
  absl::Status status =
      client.Call(&v1::DirectoryService::Stub::GetRevocationList,
                  v1::GetRevocationListRequest(), response);
  // The node has none yet.
  if (absl::IsNotFound(status)) return absl::OkStatus();
  if (!status.ok()) return status;
  const auto verified =
      auth::VerifyEnvelope(response.revocation_list(),
                           auth::kRevocationListType, {key.public_key()}, 1);
  if (!verified.ok()) return verified.status();
  v1::RevocationList known;
  status = auth::ParseStrictly(verified->payload(), known);
  if (!status.ok()) return status;
  AddSerials({known.serials().begin(), known.serials().end()}, list);
  list.set_number(std::max(list.number(), known.number()));
  return absl::OkStatus();
}

Result InstallList(Context& context, const NodeClient& client,
                   const v1::Envelope& envelope) {
  v1::InstallRevocationListRequest request;
  *request.mutable_revocation_list() = envelope;
  v1::InstallRevocationListResponse response;
  const absl::Status installed = client.Call(
      &v1::DirectoryService::Stub::InstallRevocationList, request, response);
  if (!installed.ok()) return installed;
  context.Json(response);
  context.Text(
      absl::StrCat("The node relies on list ", response.number(), "."));
  context.Next("homeward status");
  return ExitCode::kOk;
}

Result Revoke(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const std::string path = home->Path(kRevocationFile);
  const auto present = ReadEnvelope(path);
  if (!present.ok()) return present.status();
  v1::RevocationList list;
  absl::Status status = auth::ParseStrictly(present->payload(), list);
  if (status.ok()) status = AddNamed(options, home->config(), list);
  const auto key = home->Key(kRevocationKeyFile);
  if (!key.ok()) return key.status();
  std::optional<NodeClient> client;
  if (status.ok() && !options.offline) {
    auto opened = NodeClient::Open(context);
    if (!opened.ok()) return opened.status();
    client.emplace(*std::move(opened));
    status = AddNodeList(*client, *key, list);
  }
  if (!status.ok()) return status;
  list.set_number(auth::NextRevocationNumber(list.number(), context.now()));
  *list.mutable_issued_time() = auth::ToTimestamp(context.now());
  const auto envelope = SignRevocations(list, *key);
  if (!envelope.ok()) return envelope.status();
  context.Text(absl::StrCat("List ", list.number(), " takes back ",
                            list.serials_size(), " certificates."));
  if (options.dry_run) {
    context.Json(list);
    context.Say("So it would be; nothing was written or sent.");
    return ExitCode::kOk;
  }
  status = WriteEnvelope(path, *envelope);
  if (!status.ok()) return status;
  if (options.offline) {
    v1::InstallRevocationListResponse response;
    response.set_number(list.number());
    context.Json(response);
    context.Next("restart the node: it takes the file when it starts");
    return ExitCode::kOk;
  }
  return InstallList(context, *client, *envelope);
}

}  // namespace

void AddCertificateRevokeCommand(CLI::App* certificate, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      certificate, "revoke",
      "Sign the next list of revoked certificates and install it; without a "
      "certificate it renews the list, which peers need every 24 hours",
      {"homeward certificate revoke --leaf stolen.pem",
       "homeward certificate revoke --serial 5f0a71c2",
       "homeward certificate revoke"});
  command->add_option("--serial", options->serials,
                      "A serial number, hexadecimal; may be repeated");
  command->add_option("--leaf", options->leaves,
                      "A certificate's file; may be repeated");
  command->add_flag("--offline", options->offline,
                    "Only write the list; the node reads it when it starts");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Revoke(*context, *options); }); });
}

}  // namespace homeward::cli
