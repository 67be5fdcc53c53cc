#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/health_client.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"
#include "services/cli/status_view.h"
#include "services/rpc/store_health.h"

namespace homeward::cli {
namespace {

Result Status(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::GetStatusResponse response;
  const absl::Status status =
      client->Call(&v1::AdminService::Stub::GetStatus, v1::GetStatusRequest(),
                   response, absl::Seconds(2));
  if (!status.ok()) return status;
  context.Json(response);
  for (const std::string& line :
       context.plain ? PlainStatus(response) : StatusScreen(response)) {
    context.Text(line);
  }
  for (const v1::StatusItem& item : response.items()) {
    if (item.severity() == v1::SEVERITY_ACTION) return ExitCode::kError;
  }
  return ExitCode::kOk;
}

// True when every step worked.
bool ShowSteps(Context& context, const std::string& where,
               const google::protobuf::RepeatedPtrField<v1::ProbeStep>& steps) {
  for (const v1::ProbeStep& step : steps) {
    context.Text(absl::StrCat(
        step.ok() ? "ok    " : "FAIL  ", where, " ", step.name(), ": ",
        step.error_code().empty() ? "" : absl::StrCat(step.error_code(), " "),
        step.detail()));
    if (!step.ok()) return false;
  }
  return true;
}

Result Doctor(Context& context, const std::string& peer) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  context.Text("ok    the way to the own node, and the session");
  if (peer.empty()) return Status(context);
  v1::DiagnosePeerRequest request;
  request.set_agency_id(peer);
  v1::DiagnosePeerResponse response;
  const absl::Status status =
      client->Call(&v1::AdminService::Stub::DiagnosePeer, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  const bool good = ShowSteps(context, "there", response.forward()) &&
                    ShowSteps(context, "back", response.backward());
  if (!response.next_step().empty()) context.Next(response.next_step());
  return good && response.next_step().empty() ? ExitCode::kOk
                                              : ExitCode::kError;
}

// Says whether the node behind `channel`, which leads to `endpoint`, serves,
// and why not.
Result TellHealth(Context& context,
                  const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& endpoint) {
  const auto serving = AskHealth(channel, endpoint, /*name=*/"");
  if (!serving.ok()) return serving.status();
  if (*serving) {
    context.Text("serving");
    context.JsonText(nlohmann::json{{"status", "SERVING"}}.dump());
    return ExitCode::kOk;
  }
  const auto store = AskHealth(channel, endpoint, rpc::kStoreHealth);
  std::string reason = "the node is starting or stopping";
  if (store.ok() && !*store) {
    reason =
        "the store can't be written: look at the log for why; on a full disk "
        "free space, then the node serves again by itself";
  }
  context.Text(absl::StrCat("not serving: ", reason));
  context.JsonText(
      nlohmann::json{{"status", "NOT_SERVING"}, {"reason", reason}}.dump());
  return ExitCode::kRetry;
}

// Whether the node serves, by its health service without TLS where there is
// one: for probes of a supervisor, so nobody need be signed in.
Result Health(Context& context) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const std::string& address = home->config().health_address();
  if (!address.empty()) {
    return TellHealth(
        context,
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()),
        address);
  }
  const auto client = NodeClient::OpenSignedOut(context);
  if (!client.ok()) return client.status();
  return TellHealth(context, client->channel(), home->Address(context));
}

}  // namespace

void AddStatusCommands(CLI::App* root, Context* context) {
  CLI::App* status =
      AddCommand(root, "status",
                 "How the node is, worst first; exit code 1 when "
                 "something is due",
                 {"homeward status", "homeward status -o json"});
  status->callback([=] { context->Run([&] { return Status(*context); }); });
  auto peer = std::make_shared<std::string>();
  CLI::App* doctor =
      AddCommand(root, "doctor", "Test the whole path to a peer and back",
                 {"homeward doctor --peer police", "homeward doctor"});
  doctor->add_option("--peer", *peer, "The agency");
  doctor->callback(
      [=] { context->Run([&] { return Doctor(*context, *peer); }); });
  CLI::App* health =
      AddCommand(root, "health", "Whether the node serves, for probes",
                 {"homeward health", "homeward health -o json"});
  health->callback([=] { context->Run([&] { return Health(*context); }); });
}

}  // namespace homeward::cli
