#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/mou/mou_more_commands.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

// What a party says about an MOU. It is signed here, and may go to any node of
// a party in a file.
namespace homeward::cli {
namespace {

constexpr absl::string_view kStatementType =
    "application/vnd.homeward.mou-statement.v1+protobuf";

struct Options {
  std::string id;
  std::string confirm;
  std::string out;
  std::string file;
  bool dry_run = false;
};

v1::MouStatement Statement(const Context& context, const Home& home,
                           const std::string& mou_id,
                           v1::MouStatementKind kind) {
  const absl::Time now = context.now();
  v1::MouStatement statement;
  statement.set_mou_id(mou_id);
  statement.set_agency_id(home.config().agency_id());
  // Later statements have higher numbers, without asking the node.
  statement.set_number(absl::ToUnixMillis(now));
  statement.set_kind(kind);
  *statement.mutable_issued_time() = auth::ToTimestamp(now);
  return statement;
}

// Gives a signed statement to the node.
Result Give(Context& context, v1::Envelope statement) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::StateMouRequest request;
  *request.mutable_statement() = std::move(statement);
  v1::StateMouResponse response;
  const absl::Status status =
      client->Call(&v1::MouService::Stub::StateMou, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  ShowMou(context, response.mou());
  context.Next("homeward mou list");
  return ExitCode::kOk;
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
  const v1::MouStatement statement =
      Statement(context, *home, options.id, kind);
  const auto key = home->Key(kMouKeyFile);
  if (!key.ok()) return key.status();
  auto envelope = auth::SignDocument(kStatementType, statement, *key);
  if (!envelope.ok()) return envelope.status();
  if (options.dry_run) {
    context.Json(statement);
    context.Say("It would be stated; nothing was sent.");
    return ExitCode::kOk;
  }
  if (options.out.empty()) return Give(context, *std::move(envelope));
  const absl::Status written = WriteEnvelope(options.out, *envelope);
  if (!written.ok()) return written;
  context.Json(statement);
  context.Text(absl::StrCat("Wrote ", options.out, "; it does nothing yet."));
  context.Next(absl::StrCat("homeward mou state ", options.out,
                            ", at a node of any party"));
  return ExitCode::kOk;
}

Result Take(Context& context, const Options& options) {
  auto envelope = ReadEnvelope(options.file);
  if (!envelope.ok()) return envelope.status();
  v1::MouStatement statement;
  const absl::Status read = auth::ParseStrictly(envelope->payload(), statement);
  if (envelope->payload_type() != kStatementType || !read.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file, " is no statement about an MOU"));
  }
  context.Text(
      absl::StrCat(statement.agency_id(), " says of ", statement.mou_id(), ": ",
                   ShortName(v1::MouStatementKind_Name(statement.kind()),
                             "MOU_STATEMENT_KIND_"),
                   ", ", TimeText(statement.issued_time())));
  if (options.dry_run) {
    context.Json(statement);
    context.Say("It would be given to the node; nothing was sent.");
    return ExitCode::kOk;
  }
  return Give(context, *std::move(envelope));
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
  command->add_option("--out", options->out,
                      "Write it, signed, to a file instead of giving it to "
                      "the node");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return State(*context, *options, kind); }); });
}

}  // namespace

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
        absl::StrCat("  must resume it: ",
                     absl::StrJoin(summary.suspending_agency_ids(), ", ")));
  }
  if (summary.refusing_agency_ids_size() > 0) {
    context.Text(absl::StrCat(
        "  refused at ", absl::StrJoin(summary.refusing_agency_ids(), ", "),
        ", since it would cross a red line there: there it does nothing"));
  }
  for (const std::string& reason : summary.refusal_reasons()) {
    context.Text(absl::StrCat("  would cross a ", reason));
  }
}

void AddMouStatementCommands(CLI::App* mou, Context* context) {
  AddStatement(mou, context, "suspend", "Permit nothing by it until resumed",
               v1::MOU_STATEMENT_KIND_SUSPEND);
  AddStatement(mou, context, "resume", "No longer suspend it",
               v1::MOU_STATEMENT_KIND_RESUME);
  AddStatement(mou, context, "terminate", "End it, for good",
               v1::MOU_STATEMENT_KIND_TERMINATE);
  auto options = std::make_shared<Options>();
  CLI::App* take = AddCommand(
      mou, "state", "Give the node what a party has signed about an MOU",
      {"homeward mou state police-clinic.suspended",
       "homeward mou state police-clinic.suspended --dry-run"});
  take->add_option("file", options->file, "The signed statement")->required();
  AddDryRun(take, &options->dry_run);
  take->callback(
      [=] { context->Run([&] { return Take(*context, *options); }); });
}

}  // namespace homeward::cli
