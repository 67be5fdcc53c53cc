#include "services/cli/sign_in/sign_in.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/signing/document.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/certificate/certificate_folder.h"
#include "services/cli/code_name.h"
#include "services/cli/context.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"
#include "services/cli/sign_in/session.h"

namespace homeward::cli {
namespace {

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

}  // namespace

absl::StatusOr<v1::StaffAssertion> SignInAs(Context& context,
                                            const SignInOptions& options) {
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
  const auto thumbprint = NodeThumbprint(context, *home);
  if (!thumbprint.ok()) return thumbprint.status();
  request.node_certificate_sha256 = *thumbprint;
  const auto envelope = StartSession(*home, request, context.now());
  if (!envelope.ok()) return envelope.status();
  v1::StaffAssertion assertion;
  const absl::Status parsed =
      auth::ParseStrictly(envelope->payload(), assertion);
  if (!parsed.ok()) return parsed;
  return assertion;
}

}  // namespace homeward::cli
