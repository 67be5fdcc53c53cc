#include "services/cli/mou/mou_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/mou.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/mou.pb.h"
#include "services/cli/command.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/mou/file/mou_draft.h"
#include "services/cli/mou/mou_findings.h"
#include "services/cli/mou/mou_more_commands.h"
#include "services/cli/mou/trial/mou_trial_commands.h"
#include "services/cli/question/evidence_commands.h"
#include "services/cli/replay/replay_command.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string file;
  std::string from;
  std::string out;
  std::string id;
  std::string key;
  std::vector<std::string> parties;
  int days = 365;
  bool charter = false;
  bool sign = false;
  bool dry_run = false;
};

Result Check(Context& context, const Options& options) {
  const auto text = ReadInput(context, options.file);
  if (!text.ok()) return text.status();
  v1::Mou mou;
  const std::string name =
      options.file.empty() ? "standard input" : options.file;
  const absl::Status parsed = ParseMessage(*text, name, mou);
  if (!parsed.ok()) return parsed;
  const bool good = ShowFindings(
      context, name, *text, mou,
      options.charter ? auth::MouKind::kCharter : auth::MouKind::kMou);
  if (!good) return ExitCode::kError;
  context.Text(absl::StrCat(name, ": a node can enforce it to the last word."));
  context.Next(absl::StrCat("homeward mou sign ", name, " --out mou.signed"));
  return ExitCode::kOk;
}

// Defined below, beside what it needs.
Result Sign(Context& context, const Options& options);

// A draft from a template, for these parties and this time.
Result New(Context& context, const Options& options) {
  const absl::Status named_well = CheckNewId(options.id);
  if (!named_well.ok()) return named_well;
  if (options.sign) {
    // Before anything is written.
    const auto home = Home::Open(context);
    if (!home.ok()) return home.status();
  }
  v1::Mou mou;
  const absl::Status read = ReadMessage(context, options.from, mou);
  if (!read.ok()) return read;
  mou.set_mou_id(options.id);
  mou.set_version(1);
  mou.clear_previous_sha256();
  if (!options.parties.empty()) {
    const absl::Status named = NameParties(options.parties, mou);
    if (!named.ok()) return named;
  }
  *mou.mutable_effective_time() = auth::ToTimestamp(context.now());
  *mou.mutable_expiry_time() =
      auth::ToTimestamp(context.now() + absl::Hours(24) * options.days);
  const std::string text = absl::StrCat(
      "# proto-file: proto/homeward/v1/mou.proto\n"
      "# proto-message: homeward.v1.Mou\n",
      ToText(mou));
  const std::string path = options.out.empty()
                               ? absl::StrCat(options.id, ".mou.textproto")
                               : options.out;
  if (options.dry_run) {
    context.TextLines(text);
    return ExitCode::kOk;
  }
  const absl::Status written = WriteNewFile(path, text, kPublicMode);
  if (!written.ok()) return written;
  context.Json(mou);
  context.Text(absl::StrCat("Wrote ", path, "."));
  if (options.sign) {
    Options signing;
    signing.file = path;
    if (!options.out.empty()) signing.out = absl::StrCat(path, ".signed");
    return Sign(context, signing);
  }
  context.Next(absl::StrCat("homeward mou check ", path));
  return ExitCode::kOk;
}

// The envelope to sign: one that others have signed, or the document's first.
absl::StatusOr<v1::Envelope> ToSign(Context& context, const Options& options) {
  const auto bytes = ReadFile(options.file);
  if (!bytes.ok()) return bytes.status();
  v1::Envelope envelope;
  if (envelope.ParseFromString(*bytes) &&
      envelope.payload_type() == auth::kMouPayloadType) {
    return envelope;
  }
  v1::Mou mou;
  const absl::Status parsed = ParseMessage(*bytes, options.file, mou);
  if (!parsed.ok()) return parsed;
  envelope.Clear();
  envelope.set_payload_type(std::string(auth::kMouPayloadType));
  envelope.set_payload(mou.SerializeAsString());
  return envelope;
}

Result Sign(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  auto envelope = ToSign(context, options);
  if (!envelope.ok()) return envelope.status();
  v1::Mou mou;
  absl::Status status = auth::ParseStrictly(envelope->payload(), mou);
  if (!status.ok()) return status;
  if (!ShowFindings(context, options.file, "", mou, auth::MouKind::kMou)) {
    return ExitCode::kError;
  }
  const auto key = home->Key(kMouKeyFile);
  if (!key.ok()) return key.status();
  auto signed_mou = auth::AddSignature(*std::move(envelope), *key);
  if (!signed_mou.ok()) return signed_mou.status();
  if (options.dry_run) {
    context.Say("It would be signed; nothing was written.");
    return ExitCode::kOk;
  }
  const std::string path = options.out.empty()
                               ? absl::StrCat(mou.mou_id(), ".mou.signed")
                               : options.out;
  status = WriteEnvelope(path, *signed_mou);
  if (!status.ok()) return status;
  context.Text(absl::StrCat("Signed ", mou.mou_id(), " version ", mou.version(),
                            " as ", home->config().agency_id(), ": ", path,
                            " has ", signed_mou->signatures_size(), " of ",
                            mou.party_agency_ids_size(), " signatures."));
  context.Next(absl::StrCat("homeward mou propose ", path));
  return ExitCode::kOk;
}

void AddNew(CLI::App* mou, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      mou, "new", "Draft an MOU from a template",
      {"homeward mou new police-clinic --from "
       "deploy/mou_templates/police_clinic.textproto --party police --party "
       "clinic",
       "homeward mou new house --from "
       "deploy/mou_templates/house_clinic.textproto --party clinic --days 90 "
       "--sign"});
  command->add_option("id", options->id, "The MOU's id")->required();
  command->add_option("--from", options->from, "The template")->required();
  command->add_option("--party", options->parties,
                      "An agency in the place of the template's, in its order; "
                      "the template's if not given");
  command->add_option("--days", options->days, "How long it holds")
      ->check(CLI::Range(1, 3650));
  command->add_option("--out", options->out, "Where to write it");
  command->add_flag("--sign", options->sign,
                    "Sign it at once, as this agency, into ID.mou.signed, or "
                    "OUT.signed");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return New(*context, *options); }); });
}

}  // namespace

void AddMouCommands(CLI::App* root, Context* context) {
  CLI::App* mou = AddGroup(root, "mou", "Draft, check, sign and keep MOUs");
  AddNew(mou, context);
  auto check_options = std::make_shared<Options>();
  CLI::App* check =
      AddCommand(mou, "check", "What is wrong with a draft, line by line",
                 {"homeward mou check police-clinic.mou.textproto",
                  "homeward mou check --charter charter.textproto -o json"});
  check->add_option("file", check_options->file,
                    "The draft; - for standard "
                    "input");
  check->add_flag("--charter", check_options->charter, "It is a charter");
  check->callback(
      [=] { context->Run([&] { return Check(*context, *check_options); }); });
  auto sign_options = std::make_shared<Options>();
  CLI::App* sign =
      AddCommand(mou, "sign", "Sign a draft, or what another party has signed",
                 {"homeward mou sign police-clinic.mou.textproto",
                  "homeward mou sign police-clinic.mou.signed --out "
                  "police-clinic.mou.signed"});
  sign->add_option("file", sign_options->file, "The draft, or signed MOU")
      ->required();
  sign->add_option("--out", sign_options->out, "Where to write it");
  AddDryRun(sign, &sign_options->dry_run);
  sign->callback(
      [=] { context->Run([&] { return Sign(*context, *sign_options); }); });
  AddMouNodeCommands(mou, context);
  AddMouStatementCommands(mou, context);
  AddMouTrialCommands(mou, context);
  AddMouPageCommands(mou, context);
  AddMouDiffCommand(mou, context);
  AddReplayCommand(mou, context);
  // Where an MOU is at work; it is the same command.
  AddExplainCommand(mou, "homeward mou", context);
}

}  // namespace homeward::cli
