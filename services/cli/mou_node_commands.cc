#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/home.h"
#include "services/cli/message_file.h"
#include "services/cli/node_client.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

constexpr absl::string_view kStatementType =
    "application/vnd.homeward.mou-statement.v1+protobuf";

struct Options {
  std::string file;
  std::string id;
  std::string confirm;
  bool dry_run = false;
};

void ShowMou(Context& context, const v1::MouSummary& summary) {
  const v1::Mou& mou = summary.mou();
  context.Text(
      absl::StrCat(mou.mou_id(), " version ", mou.version(), ": ",
                   ShortName(v1::MouState_Name(summary.state()), "MOU_STATE_"),
                   ", until ", TimeText(mou.expiry_time()), ", between ",
                   absl::StrJoin(mou.party_agency_ids(), ", ")));
  if (summary.missing_agency_ids_size() > 0) {
    context.Text(
        absl::StrCat("  still must sign: ",
                     absl::StrJoin(summary.missing_agency_ids(), ", ")));
  }
  if (summary.suspending_agency_ids_size() > 0) {
    context.Text(
        absl::StrCat("  suspended by: ",
                     absl::StrJoin(summary.suspending_agency_ids(), ", ")));
  }
}

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
                     "countersign ID");
  return ExitCode::kOk;
}

Result Propose(Context& context, const Options& options) {
  auto envelope = ReadEnvelope(options.file);
  if (!envelope.ok()) return envelope.status();
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  return Give(context, *client, *std::move(envelope), options.dry_run);
}

// Every MOU of the node, page by page.
absl::StatusOr<v1::ListMousResponse> FetchAll(const NodeClient& client) {
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

Result List(Context& context, const Options& /*options*/) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto all = FetchAll(*client);
  if (!all.ok()) return all.status();
  context.Json(*all);
  for (const v1::MouSummary& summary : all->mous()) ShowMou(context, summary);
  if (all->mous().empty()) {
    context.Text("There is no MOU yet, so nothing is allowed.");
    context.Next("homeward mou new ID --from TEMPLATE");
  }
  return ExitCode::kOk;
}

// Signs what another party proposed to the node.
Result Countersign(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto all = FetchAll(*client);
  if (!all.ok()) return all.status();
  const v1::MouSummary* found = nullptr;
  for (const v1::MouSummary& summary : all->mous()) {
    if (summary.mou().mou_id() == options.id) found = &summary;
  }
  if (found == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("the node has no MOU ", options.id));
  }
  context.TextLines(ToText(found->mou()));
  const auto key = home->Key(kMouKeyFile);
  if (!key.ok()) return key.status();
  auto envelope = auth::AddSignature(found->envelope(), *key);
  if (!envelope.ok()) return envelope.status();
  return Give(context, *client, *std::move(envelope), options.dry_run);
}

Result State(Context& context, const Options& options,
             v1::MouStatementKind kind) {
  if (kind != v1::MOU_STATEMENT_KIND_RESUME && options.confirm != options.id) {
    return UsageError(
        "this takes effect at once, for everybody who relies on the MOU",
        absl::StrCat("type it again with --confirm=", options.id));
  }
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const absl::Time now = context.now();
  v1::MouStatement statement;
  statement.set_mou_id(options.id);
  statement.set_agency_id(home->config().agency_id());
  // Later statements have higher numbers, without asking the node.
  statement.set_number(absl::ToUnixMillis(now));
  statement.set_kind(kind);
  *statement.mutable_issued_time() = auth::ToTimestamp(now);
  const auto key = home->Key(kMouKeyFile);
  if (!key.ok()) return key.status();
  auto envelope = auth::SignDocument(kStatementType, statement, *key);
  if (!envelope.ok()) return envelope.status();
  if (options.dry_run) {
    context.Json(statement);
    context.Say("It would be stated; nothing was sent.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::StateMouRequest request;
  *request.mutable_statement() = *std::move(envelope);
  v1::StateMouResponse response;
  const absl::Status status =
      client->Call(&v1::MouService::Stub::StateMou, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  ShowMou(context, response.mou());
  context.Next("homeward mou list");
  return ExitCode::kOk;
}

void AddStatement(CLI::App* mou, Context* context, const std::string& name,
                  const std::string& about, v1::MouStatementKind kind) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(mou, name, about,
                 {absl::StrCat("homeward mou ", name,
                               " police-clinic --confirm=police-clinic"),
                  absl::StrCat("homeward mou ", name,
                               " police-clinic --dry-run "
                               "--confirm=police-clinic")});
  command->add_option("id", options->id, "The MOU")->required();
  command->add_option("--confirm", options->confirm, "The MOU's id once more");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return State(*context, *options, kind); }); });
}

void AddSimple(CLI::App* mou, Context* context, const std::string& name,
               const std::string& about, const std::string& argument,
               Result (*run)(Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  const bool file = argument == "file";
  const std::string line = absl::StrCat("homeward mou ", name,
                                        argument.empty() ? ""
                                        : file ? " police-clinic.mou.signed"
                                               : " police-clinic");
  CLI::App* command = AddCommand(
      mou, name, about,
      {line, absl::StrCat(line, argument.empty() ? " -o json" : " --dry-run")});
  if (!argument.empty()) {
    command
        ->add_option(argument, file ? options->file : options->id,
                     file ? "The signed MOU" : "The MOU")
        ->required();
    AddDryRun(command, &options->dry_run);
  }
  command->callback(
      [=] { context->Run([&] { return run(*context, *options); }); });
}

}  // namespace

void AddMouNodeCommands(CLI::App* mou, Context* context) {
  AddSimple(mou, context, "propose", "Give a signed MOU to the node", "file",
            Propose);
  AddSimple(mou, context, "list", "The node's MOUs with their states", "",
            List);
  AddSimple(mou, context, "countersign",
            "Sign what another party proposed, after reading it", "id",
            Countersign);
  AddStatement(mou, context, "suspend", "Permit nothing by it until resumed",
               v1::MOU_STATEMENT_KIND_SUSPEND);
  AddStatement(mou, context, "resume", "No longer suspend it",
               v1::MOU_STATEMENT_KIND_RESUME);
  AddStatement(mou, context, "terminate", "End it, for good",
               v1::MOU_STATEMENT_KIND_TERMINATE);
}

}  // namespace homeward::cli
