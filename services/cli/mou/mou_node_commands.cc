#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/mou.h"
#include "auth/signing/document.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/file/message_file.h"
#include "services/cli/mou/mou_more_commands.h"
#include "services/cli/node/node_client.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string file;
  bool dry_run = false;
};

// Gives `envelope` to the node, or only asks what would come of it.
Result Give(Context& context, const NodeClient& client, v1::Envelope envelope,
            bool dry_run) {
  v1::ProposeMouRequest request;
  *request.mutable_mou() = std::move(envelope);
  request.set_dry_run(dry_run);
  v1::ProposeMouResponse response;
  const absl::Status status =
      client.Call(&v1::MouService::Stub::ProposeMou, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  ShowMou(context, response.mou());
  if (dry_run) {
    context.Say("So it would be; nothing was changed.");
    return ExitCode::kOk;
  }
  context.Next(response.mou().missing_agency_ids().empty()
                   ? "homeward status"
                   : "the other parties: homeward mou list, then homeward mou "
                     "countersign ID --dry-run");
  return ExitCode::kOk;
}

Result Propose(Context& context, const Options& options) {
  auto envelope = ReadEnvelope(options.file);
  if (!envelope.ok()) return envelope.status();
  // Said before anybody is asked: the node can't tell which file it was.
  v1::Mou mou;
  if (envelope->payload_type() == auth::kMouPayloadType &&
      !auth::ParseStrictly(envelope->payload(), mou).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        options.file,
        ": its MOU is damaged, newer than this command, or holds text that is "
        "not UTF-8; have it written and signed again"));
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  return Give(context, *client, *std::move(envelope), options.dry_run);
}

Result List(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto all = FetchMous(*client);
  if (!all.ok()) return all.status();
  context.Json(*all);
  bool refused_elsewhere = false;
  for (const v1::MouSummary& summary : all->mous()) {
    ShowMou(context, summary);
    refused_elsewhere |= !summary.refusing_agency_ids().empty();
  }
  if (refused_elsewhere) {
    context.Next(
        "agree with who refuses it on what to change, then: homeward mou "
        "amend SIGNED");
  }
  if (all->mous().empty()) {
    context.Text("There is no MOU yet, so nothing is allowed.");
    context.Next("homeward mou new ID --from TEMPLATE");
  }
  return ExitCode::kOk;
}

void AddPropose(CLI::App* mou, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(mou, "propose", "Give a signed MOU to the node",
                 {"homeward mou propose police-clinic.mou.signed",
                  "homeward mou propose police-clinic.mou.signed --dry-run"});
  command->add_option("file", options->file, "The signed MOU")->required();
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Propose(*context, *options); }); });
}

}  // namespace

absl::StatusOr<v1::ListMousResponse> FetchMous(const NodeClient& client) {
  v1::ListMousResponse all;
  v1::ListMousRequest request;
  request.set_page_size(200);
  do {
    v1::ListMousResponse page;
    const absl::Status status =
        client.Call(&v1::MouService::Stub::ListMous, request, page);
    if (!status.ok()) return status;
    all.mutable_mous()->MergeFrom(page.mous());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

void AddMouNodeCommands(CLI::App* mou, Context* context) {
  AddPropose(mou, context);
  CLI::App* list =
      AddCommand(mou, "list", "The node's MOUs with their states",
                 {"homeward mou list", "homeward mou list -o json"});
  list->callback([=] { context->Run([&] { return List(*context); }); });
  AddMouCountersignCommand(mou, context);
}

}  // namespace homeward::cli
