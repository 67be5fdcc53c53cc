#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "auth/signing/dsse.h"
#include "google/protobuf/util/json_util.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/fingerprint.h"
#include "services/cli/fingerprint_view.h"
#include "services/cli/home.h"
#include "services/cli/mou/mou_more_commands.h"
#include "services/cli/mou/mou_to_sign.h"
#include "services/cli/mou/page/mou_page.h"
#include "services/cli/mou/page/page.h"
#include "services/cli/node/node_client.h"
#include "services/rpc/error_detail.h"

// Signs what another party proposed, and only the text that somebody has read:
// she names it by its fingerprint.
namespace homeward::cli {
namespace {

struct Options {
  std::string id;
  std::string confirm;
  bool dry_run = false;
};

// Whether the page is shown: to be read before it is signed.
bool Shows(const Options& options) {
  return options.dry_run || options.confirm.empty();
}

std::string SignCommand(const Options& options, absl::string_view more) {
  return absl::StrCat("homeward mou countersign ", options.id, " ", more);
}

// Nobody can read the page, so nobody can say that she did.
absl::Status CheckThatSomebodyReads(const Context& context,
                                    const Options& options) {
  if (options.dry_run || !options.confirm.empty() ||
      (context.in_is_terminal && context.format == Format::kText)) {
    return absl::OkStatus();
  }
  return UsageError("nobody has read what would be signed",
                    "homeward mou countersign ID --dry-run, then the same with "
                    "--confirm=FINGERPRINT in the place of --dry-run");
}

void Show(Context& context, const v1::MouSummary& summary, const v1::Mou& mou,
          absl::string_view fingerprint) {
  context.TextLines(ToPlainText(MakeMouPage(mou)));
  context.Text(absl::StrCat(
      "Signed by: ", absl::StrJoin(summary.signed_agency_ids(), ", "),
      ". Still must sign: ", absl::StrJoin(summary.missing_agency_ids(), ", "),
      "."));
  context.Text("Fingerprint of this text:");
  ShowFingerprint(context, fingerprint);
}

// Whether it is this text that is meant.
absl::Status Confirm(Context& context, const Options& options,
                     absl::string_view fingerprint) {
  std::string typed = options.confirm;
  if (typed.empty()) {
    const auto answer = context.Ask(
        "To sign what stands above, type its fingerprint (words or "
        "hexadecimal):");
    if (!answer.ok()) return answer.status();
    typed = *answer;
  }
  if (SameFingerprint(typed, fingerprint)) return absl::OkStatus();
  return rpc::DetailedError(
      absl::StatusCode::kFailedPrecondition, "HW-MOU-004",
      "this is not the fingerprint of the text that would be signed: another "
      "text is next, or it was mistyped; nothing was signed",
      v1::FAULT_CALLER, SignCommand(options, "--dry-run"));
}

// The MOU as the node has it now, or would have it, with the fingerprint.
Result Tell(Context& context, const Options& options,
            const v1::ProposeMouResponse& response,
            absl::string_view fingerprint) {
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(response, &text).ok()) {
    return absl::InternalError(
        "the MOU can't be written as JSON; -o text shows it");
  }
  auto json = nlohmann::ordered_json::parse(text);
  json["fingerprint"] = absl::BytesToHexString(fingerprint);
  context.JsonText(json.dump(context.format == Format::kJson ? 2 : -1));
  ShowMou(context, response.mou());
  if (options.dry_run) {
    context.Say("So it would be; nothing was changed.");
    context.Next(SignCommand(
        options, absl::StrCat("--confirm=", FingerprintWords(fingerprint))));
  } else {
    context.Next("homeward status");
  }
  return ExitCode::kOk;
}

Result Countersign(Context& context, const Options& options) {
  absl::Status status = CheckThatSomebodyReads(context, options);
  if (!status.ok()) return status;
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto mous = FetchMous(*client);
  if (!mous.ok()) return mous.status();
  const auto next = NextToSign(*mous, options.id, home->config().agency_id());
  if (!next.ok()) return next.status();
  const v1::Envelope& proposal = (*next)->envelope();
  const auto mou = MouToSign(proposal, options.id);
  if (!mou.ok()) return mou.status();
  const std::string fingerprint = MouFingerprint(proposal);
  if (Shows(options)) Show(context, **next, *mou, fingerprint);
  if (!options.dry_run) {
    status = Confirm(context, options, fingerprint);
    if (!status.ok()) return status;
  }
  const auto key = home->Key(kMouKeyFile);
  if (!key.ok()) return key.status();
  auto envelope = auth::AddSignature(proposal, *key);
  if (!envelope.ok()) return envelope.status();
  v1::ProposeMouRequest request;
  *request.mutable_mou() = *std::move(envelope);
  request.set_dry_run(options.dry_run);
  v1::ProposeMouResponse response;
  status = client->Call(&v1::MouService::Stub::ProposeMou, request, response);
  if (!status.ok()) return status;
  return Tell(context, options, response, fingerprint);
}

}  // namespace

void AddMouCountersignCommand(CLI::App* mou, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(mou, "countersign",
                 "Read what another party proposed, and sign that very text",
                 {"homeward mou countersign police-clinic --dry-run",
                  "homeward mou countersign police-clinic "
                  "--confirm=rapif-lozun-davib-mutog-kisaf-bolun-gatiz-domup"});
  command
      ->add_option("id", options->id,
                   "The MOU; its lowest version that this agency has not "
                   "signed")
      ->required();
  command->add_option("--confirm", options->confirm,
                      "The fingerprint of the text that was read, as --dry-run "
                      "shows it; asked for at a terminal if not given");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Countersign(*context, *options); }); });
}

}  // namespace homeward::cli
