#include "services/cli/certificate/certificate_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "services/cli/agency/agency_setup.h"
#include "services/cli/certificate/certificate_folder.h"
#include "services/cli/command.h"
#include "services/cli/file/files.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string pair = "node";
  std::string node;
  std::string client;
  std::vector<std::string> hosts;
  int days = 7;
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
    context.Say(absl::StrCat("It would issue ", request.id.ToString(),
                             "; nothing was written."));
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
  const Result issued = IssueAndSay(context, options, *home, name, request);
  if (issued.ok() && !options.dry_run) {
    context.Next(
        absl::StrCat("give what is in ",
                     home->Path(absl::StrCat(kCertificateFolder, "/", name)),
                     " to whoever runs it"));
  }
  return issued;
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
  if (options.dry_run) return ExitCode::kOk;
  context.Next(
      "homeward sign-in --as SUBJECT --role ROLE (assertions name the node's "
      "certificate)");
  return ExitCode::kOk;
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
  AddCertificateRevokeCommand(certificate, context);
  AddCertificateVerifyCommand(certificate, context);
}

}  // namespace homeward::cli
