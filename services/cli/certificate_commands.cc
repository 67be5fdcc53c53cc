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
#include "absl/time/time.h"
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
#include "services/cli/agency_setup.h"
#include "services/cli/certificate_folder.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/files.h"
#include "services/cli/home.h"
#include "services/cli/message_file.h"
#include "services/cli/node_client.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string pair = "node";
  std::string node;
  std::string client;
  std::vector<std::string> hosts;
  std::vector<std::string> serials;
  std::vector<std::string> leaves;
  int days = 7;
  bool offline = false;
  bool dry_run = false;
};

absl::StatusOr<auth::Certificate> ReadRoot(const Home& home) {
  const auto pem = ReadFile(home.Path(kRootCertificateFile));
  if (!pem.ok()) return pem.status();
  return auth::Certificate::FromPem(*pem);
}

// Issues the pair `name` of the folder and says so.
Result IssueAndSay(Context& context, const Options& options, const Home& home,
                   const std::string& name, const PairRequest& request) {
  const auto root_key = home.Key(kRootKeyFile);
  if (!root_key.ok()) return root_key.status();
  const auto root = ReadRoot(home);
  if (!root.ok()) return root.status();
  if (options.dry_run) {
    context.Say(absl::StrCat("It would issue ", request.id.ToString(), "."));
    return ExitCode::kOk;
  }
  const auto leaf = IssuePair(home.Path(kCertificateFolder), name, *root_key,
                              *root, request, context.now());
  if (!leaf.ok()) return leaf.status();
  const std::string until = absl::FormatTime(
      absl::RFC3339_sec, *leaf->not_after(), absl::UTCTimeZone());
  const std::string serial = absl::BytesToHexString(leaf->serial());
  context.Text(absl::StrCat(request.id.ToString(), " is good until ", until));
  context.Text(absl::StrCat("serial ", serial));
  // None of the three has a character that JSON would escape.
  context.JsonText(absl::StrCat("{\"id\":\"", request.id.ToString(),
                                "\",\"until\":\"", until, "\",\"serial\":\"",
                                serial, "\"}"));
  return ExitCode::kOk;
}

Result Issue(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto& config = home->config();
  const auto id =
      options.client.empty()
          ? auth::SpiffeId::Make(config.federation(), config.agency_id(),
                                 options.node)
          : auth::SpiffeId::MakeClient(config.federation(), config.agency_id(),
                                       options.client);
  if (!id.ok()) return id.status();
  if (options.node.empty() == options.client.empty()) {
    return UsageError("name either a node or a client",
                      "homeward certificate issue --client desk-2");
  }
  PairRequest request{*id, {}, {}, absl::Hours(24) * options.days};
  for (const std::string& name : options.hosts) {
    const Host host = HostOf(absl::StrCat(name, ":0"));
    (host.is_address ? request.ip_addresses : request.dns_names)
        .push_back(host.name);
  }
  const std::string name = options.client.empty()
                               ? absl::StrCat("node-", options.node)
                               : absl::StrCat("client-", options.client);
  return IssueAndSay(context, options, *home, name, request);
}

// A new key and leaf for whatever the present one is for.
Result Renew(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  for (const std::string name : {"node", "client"}) {
    if (options.pair != "both" && options.pair != name) continue;
    const auto present = ReadLeaf(home->Path(kCertificateFolder), name);
    if (!present.ok()) return present.status();
    if (present->names().uris.size() != 1) {
      return absl::InvalidArgumentError("the present certificate has no id");
    }
    const auto id = auth::SpiffeId::Parse(present->names().uris.front());
    if (!id.ok()) return id.status();
    const Result issued = IssueAndSay(
        context, options, *home, name,
        {*id, present->names().dns_names, present->names().ip_addresses,
         absl::Hours(24) * options.days});
    if (!issued.ok()) return issued;
  }
  context.Next(
      "homeward sign-in --as SUBJECT --role ROLE (assertions name the node's "
      "certificate)");
  return ExitCode::kOk;
}

// Adds those of `serials` that the list lacks.
void AddSerials(const std::vector<std::string>& serials,
                v1::RevocationList& list) {
  for (const std::string& serial : serials) {
    if (!absl::c_linear_search(list.serials(), serial)) {
      list.add_serials(serial);
    }
  }
}

// Adds what `options` names to the list.
absl::Status AddNamed(const Options& options, v1::RevocationList& list) {
  std::vector<std::string> serials;
  for (const std::string& hex : options.serials) {
    if (hex.empty() || hex.size() % 2 != 0 || hex.size() > 40 ||
        hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
      return UsageError("a serial is not 1 to 20 bytes as hexadecimal digits",
                        "homeward certificate revoke --leaf cert.pem");
    }
    const std::string bytes = absl::HexStringToBytes(hex);
    // Certificates show them with a zero in front where the first bit is set.
    const size_t first = bytes.find_first_not_of('\0');
    if (first == std::string::npos) {
      return UsageError("a serial is never 0",
                        "homeward certificate revoke --leaf cert.pem");
    }
    serials.push_back(bytes.substr(first));
  }
  for (const std::string& path : options.leaves) {
    const auto pem = ReadFile(path);
    if (!pem.ok()) return pem.status();
    const auto chain = auth::Certificate::ChainFromPem(*pem);
    if (!chain.ok()) return chain.status();
    if (chain->empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " holds no certificate"));
    }
    serials.push_back(chain->front().serial());
  }
  AddSerials(serials, list);
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
  if (status.ok()) status = AddNamed(options, list);
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
  if (options.dry_run) return ExitCode::kOk;
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

void AddRevoke(CLI::App* certificate, Context* context) {
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

}  // namespace

void AddCertificateCommands(CLI::App* root, Context* context) {
  CLI::App* certificate = AddGroup(root, "certificate",
                                   "Issue, renew, revoke, verify certificates");
  auto options = std::make_shared<Options>();
  CLI::App* issue = AddCommand(
      certificate, "issue", "Issue a certificate for another node or program",
      {"homeward certificate issue --client desk-2",
       "homeward certificate issue --node 2 --host node2.clinic.example"});
  issue->add_option("--node", options->node, "A node's id");
  issue->add_option("--client", options->client, "A program's name");
  issue->add_option("--host", options->hosts,
                    "A host name or address of the node; may be repeated");
  issue->add_option("--days", options->days, "How long it is good")
      ->check(CLI::Range(1, 7));
  AddDryRun(issue, &options->dry_run);
  issue->callback(
      [=] { context->Run([&] { return Issue(*context, *options); }); });
  auto renewal = std::make_shared<Options>();
  renewal->pair = "both";
  CLI::App* renew = AddCommand(
      certificate, "renew",
      "New keys and certificates for the node and this command, at once",
      {"homeward certificate renew", "homeward certificate renew --pair node"});
  renew->add_option("--pair", renewal->pair, "node, client or both")
      ->check(CLI::IsMember({"node", "client", "both"}));
  renew->add_option("--days", renewal->days, "How long they are good")
      ->check(CLI::Range(1, 7));
  AddDryRun(renew, &renewal->dry_run);
  renew->callback(
      [=] { context->Run([&] { return Renew(*context, *renewal); }); });
  AddRevoke(certificate, context);
  AddCertificateVerifyCommand(certificate, context);
}

}  // namespace homeward::cli
