#include "services/cli/erasure/erasure_commands.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "homeward/v1/erasure.pb.h"
#include "homeward/v1/erasure_service.grpc.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/erasure/erasure_view.h"
#include "services/cli/erasure/keep_command.h"
#include "services/cli/exit_code.h"
#include "services/cli/node/node_client.h"

namespace homeward::cli {
namespace {

constexpr char kRequesters[] =
    "Who asked you for it: subject or guardian; agency once its time is over";
constexpr char kGrounds[] =
    "Why: not-needed, consent-withdrawn, objection, unlawful, "
    "legal-obligation or told-as-child";
constexpr char kRecord[] =
    "agencies/clinic/children/0123456789abcdef0123456789abcdef";

struct Options {
  std::string record_id;
  std::string requester;
  std::string ground;
  std::string confirm;
  bool dry_run = false;
};

Result Erase(Context& context, const Options& options) {
  v1::EraseChildRequest request;
  request.set_record_id(options.record_id);
  v1::ErasureRequester requester = v1::ERASURE_REQUESTER_UNSPECIFIED;
  if (!v1::ErasureRequester_Parse(
          EnumName(options.requester, "ERASURE_REQUESTER_"), &requester)) {
    return UsageError("nobody of that kind may ask for it", kRequesters);
  }
  request.set_requester(requester);
  v1::ErasureGround ground = v1::ERASURE_GROUND_UNSPECIFIED;
  if (!v1::ErasureGround_Parse(EnumName(options.ground, "ERASURE_GROUND_"),
                               &ground)) {
    return UsageError("there is no such ground", kGrounds);
  }
  request.set_ground(ground);
  const bool confirmed = options.confirm == options.record_id;
  request.set_dry_run(options.dry_run || !confirmed);
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::EraseChildResponse response;
  const absl::Status status =
      client->Call(&v1::ErasureService::Stub::EraseChild, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  const v1::Erasure& erasure = response.erasure();
  for (const std::string& line : ErasureText(erasure)) context.Text(line);
  if (request.dry_run()) context.Say("Nothing was changed.");
  if (erasure.state() == v1::ERASURE_STATE_REFUSED) {
    if (!request.dry_run()) {
      context.Say(
          "The request is kept. The desk is told when it has become possible.");
    }
    return ExitCode::kRetry;
  }
  if (!options.dry_run && !confirmed) {
    return UsageError(
        "a record that is erased never comes back",
        absl::StrCat("look at what is above, then type it again with "
                     "--confirm=",
                     options.record_id));
  }
  if (!request.dry_run()) context.Next("homeward child erasures --open");
  return ExitCode::kOk;
}

Result List(Context& context, bool open_only) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListErasuresRequest request;
  request.set_open_only(open_only);
  v1::ListErasuresResponse response;
  const absl::Status status =
      client->Call(&v1::ErasureService::Stub::ListErasures, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.erasures().empty()) context.Text("Nothing to show.");
  for (const v1::Erasure& erasure : response.erasures()) {
    for (const std::string& line : ErasureText(erasure)) context.Text(line);
  }
  return ExitCode::kOk;
}

Result Seen(Context& context, const std::string& record_id) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListShownRequest request;
  request.set_record_id(record_id);
  v1::ListShownResponse response;
  const absl::Status status =
      client->Call(&v1::ErasureService::Stub::ListShown, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.shown().empty() && response.withheld_count() == 0) {
    context.Text("Nothing was shown to another agency.");
  }
  for (const v1::ShownOnce& shown : response.shown()) {
    context.Text(ShownText(shown));
  }
  if (response.older_count() > 0) {
    context.Say(absl::StrCat(response.older_count(),
                             " older ones are in the audit log"));
  }
  if (response.withheld_count() > 0) {
    context.Say(absl::StrCat(
        response.withheld_count(),
        " more belong to a search or a case that is open: do not tell of them, "
        "it may endanger her."));
  }
  return ExitCode::kOk;
}

void AddErase(CLI::App* child, Context* context) {
  auto options = std::make_shared<Options>();
  const std::string line =
      absl::StrCat("homeward child erase ", kRecord,
                   " --request-of subject --ground told-as-child ");
  CLI::App* erase = AddCommand(
      child, "erase", "Erase a record for good, and take back every copy",
      {line + "--dry-run",
       absl::StrCat(line, "--confirm=", kRecord, " -o json")});
  erase->add_option("record", options->record_id, "The own record")->required();
  erase->add_option("--request-of", options->requester, kRequesters)
      ->required();
  erase->add_option("--ground", options->ground, kGrounds)->required();
  erase->add_option("--confirm", options->confirm,
                    "The record once more: you have seen from whom it is "
                    "taken back, and mean it");
  AddDryRun(erase, &options->dry_run);
  erase->callback(
      [=] { context->Run([&] { return Erase(*context, *options); }); });
}

}  // namespace

void AddErasureCommands(CLI::App* root, Context* context) {
  CLI::App* child = AddGroup(
      root, "child", "What a person may ask of her record, and keeping it");
  AddErase(child, context);
  AddKeepCommand(child, context);
  auto open_only = std::make_shared<bool>(false);
  CLI::App* erasures = AddCommand(
      child, "erasures",
      "What is refused for now, what is erased, and who has not "
      "acknowledged that copies are gone",
      {"homeward child erasures", "homeward child erasures --open -o json"});
  erasures->add_flag("--open", *open_only, "Only what somebody has to look at");
  erasures->callback(
      [=] { context->Run([&] { return List(*context, *open_only); }); });
  auto record_id = std::make_shared<std::string>();
  CLI::App* seen = AddCommand(
      child, "seen", "Which agencies were shown what, to be told to her",
      {absl::StrCat("homeward child seen ", kRecord),
       absl::StrCat("homeward child seen ", kRecord, " -o json")});
  seen->add_option("record", *record_id, "The own record")->required();
  seen->callback(
      [=] { context->Run([&] { return Seen(*context, *record_id); }); });
}

}  // namespace homeward::cli
