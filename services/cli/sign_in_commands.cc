#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/signing/document.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/certificate_folder.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/home.h"
#include "services/cli/node_client.h"
#include "services/cli/session.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string subject;
  std::vector<std::string> roles;
  int minutes = 15;
  bool dry_run = false;
};

// The certificate that the node shows now; that of the folder when the node
// does not run.
absl::StatusOr<std::string> NodeThumbprint(Context& context, const Home& home) {
  const auto client = NodeClient::OpenSignedOut(context);
  if (client.ok()) return client->node_thumbprint();
  const auto leaf = ReadLeaf(home.Path(kCertificateFolder), "node");
  if (!leaf.ok()) return client.status();
  context.Error(client.status());
  context.Say("The session is for the certificate in the folder.");
  return leaf->thumbprint();
}

Result SignIn(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  SessionRequest request;
  request.subject = options.subject;
  request.lifetime = absl::Minutes(options.minutes);
  for (const std::string& text : options.roles) {
    const auto role = ParseRole(text);
    if (!role.ok()) return role.status();
    request.roles.push_back(*role);
  }
  if (options.dry_run) {
    context.Say("It would sign in; nothing was written.");
    return ExitCode::kOk;
  }
  const auto thumbprint = NodeThumbprint(context, *home);
  if (!thumbprint.ok()) return thumbprint.status();
  request.node_certificate_sha256 = *thumbprint;
  const auto envelope = StartSession(*home, request, context.now());
  if (!envelope.ok()) return envelope.status();
  v1::StaffAssertion assertion;
  const absl::Status parsed =
      auth::ParseStrictly(envelope->payload(), assertion);
  if (!parsed.ok()) return parsed;
  context.Json(assertion);
  context.Text(absl::StrCat("Signed in as ", options.subject, " for ",
                            options.minutes, " minutes."));
  context.Next("homeward status");
  return ExitCode::kOk;
}

Result SignOut(Context& context) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  std::remove(home->Path(kSessionFile).c_str());
  context.Text("Signed out.");
  return ExitCode::kOk;
}

}  // namespace

void AddSignInCommands(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      root, "sign-in", "Act as a member of staff, for at most 15 minutes",
      {"homeward sign-in --as anna-4 --role cp.caseworker",
       "homeward sign-in --as ops-1 --role node.admin --role "
       "oversight.auditor"});
  command->add_option("--as", options->subject, "A pseudonym, never a name")
      ->required();
  command
      ->add_option("--role", options->roles,
                   "A role, such as police.missing; may be repeated")
      ->required();
  command->add_option("--minutes", options->minutes, "For how long")
      ->check(CLI::Range(1, 15));
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return SignIn(*context, *options); }); });
  CLI::App* out =
      AddCommand(root, "sign-out", "End the session",
                 {"homeward sign-out", "homeward sign-out --home agency"});
  out->callback([=] { context->Run([&] { return SignOut(*context); }); });
}

}  // namespace homeward::cli
