#include "services/cli/federation/federation_commands.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/mou/charter_features.h"
#include "auth/proof/prove.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/red_line.pb.h"
#include "services/cli/command.h"
#include "services/cli/federation/federation_ceremony.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/fingerprint_view.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

struct Options : Ceremony {
  std::string name;
  std::string charter;
  std::string red_lines;
  int keys = 3;
  int threshold = 2;
  int days = 30;
  std::string agency;
  std::string out;
};

void ShowGovernance(Context& context, const auth::Governance& governance) {
  context.Text(absl::StrCat("Governance: ", governance.threshold, " of ",
                            governance.keys.size(), " must sign"));
  ShowFingerprintAndCode(context, governance.Fingerprint());
}

absl::StatusOr<std::vector<auth::SigningKey>> MakeKeys(int count) {
  std::vector<auth::SigningKey> keys;
  for (int i = 0; i < count; ++i) {
    auto key = auth::SigningKey::Generate();
    if (!key.ok()) return key.status();
    keys.push_back(*std::move(key));
  }
  return keys;
}

// The text of the file of red lines, which `charter` names from now on.
absl::StatusOr<std::string> NameRedLines(const std::string& path,
                                         v1::Mou& charter) {
  auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  v1::RedLines lines;
  absl::Status checked = ParseMessage(*text, path, lines);
  if (checked.ok()) checked = auth::CheckRedLines(lines);
  if (!checked.ok()) return checked;
  auto& features = *charter.mutable_critical_features();
  features.erase(std::remove_if(features.begin(), features.end(),
                                [](const std::string& feature) {
                                  return absl::StartsWith(
                                      feature, auth::kRedLinesFeature);
                                }),
                 features.end());
  charter.add_critical_features(auth::RedLinesFeature(*text));
  return text;
}

Result Create(Context& context, const Options& options) {
  if (Exists(JoinPath(options.folder, kDirectoryFile))) {
    return absl::AlreadyExistsError(
        absl::StrCat(options.folder, " holds a federation already"));
  }
  FederationPlan plan;
  plan.federation = options.name;
  plan.threshold = options.threshold;
  plan.lifetime = absl::Hours(24) * options.days;
  absl::Status status = ReadMessage(context, options.charter, plan.charter);
  if (!status.ok()) return status;
  std::string red_lines;
  if (!options.red_lines.empty()) {
    const auto text = NameRedLines(options.red_lines, plan.charter);
    if (!text.ok()) return text.status();
    red_lines = *text;
  }
  const auto keys = MakeKeys(options.keys);
  if (!keys.ok()) return keys.status();
  const auto envelope = FoundFederation(plan, *keys, context.now());
  if (!envelope.ok()) return envelope.status();
  if (options.dry_run) {
    context.Say("It would work; nothing was written.");
    return ExitCode::kOk;
  }
  status = MakeFolder(options.folder);
  for (size_t i = 0; status.ok() && i < keys->size(); ++i) {
    status = WriteKey(
        JoinPath(options.folder, absl::StrCat("governance-", i + 1, ".pem")),
        (*keys)[i]);
  }
  if (status.ok()) {
    status = WriteEnvelope(JoinPath(options.folder, kDirectoryFile), *envelope);
  }
  if (status.ok() && !red_lines.empty()) {
    status = WriteFile(JoinPath(options.folder, kRedLinesFile), red_lines,
                       kPublicMode);
  }
  if (!status.ok()) return status;
  const auto published = ReadPublished(options.folder, context.now());
  if (!published.ok()) return published.status();
  context.Json(published->document);
  context.Text(absl::StrCat("The federation ", options.name, " exists."));
  ShowGovernance(context, published->directory->governance());
  context.Say(
      "Give each governance-N.pem to another person, and keep none here.");
  context.Next("homeward federation admit MEMBERFILE");
  return ExitCode::kOk;
}

Result Sign(Context& context, const Options& options) {
  auto draft = ReadEnvelope(JoinPath(options.folder, kDraftFile));
  if (!draft.ok()) return draft.status();
  const auto published = ReadPublished(options.folder, context.now());
  if (!published.ok()) return published.status();
  const auto more = SignDraft(
      *std::move(draft), published->directory->governance(), options.key_files);
  if (!more.ok()) return more.status();
  return Gather(context, options, *more);
}

Result Invite(Context& context, const Options& options) {
  const auto published = ReadPublished(options.folder, context.now());
  if (!published.ok()) return published.status();
  const std::string red_lines_path = JoinPath(options.folder, kRedLinesFile);
  const auto red_lines = Exists(red_lines_path)
                             ? ReadFile(red_lines_path)
                             : absl::StatusOr<std::string>("");
  if (!red_lines.ok()) return red_lines.status();
  const auto invite =
      MakeInvite(*published, *red_lines, options.agency, context.now());
  if (!invite.ok()) return invite.status();
  const std::string path = options.out.empty()
                               ? absl::StrCat(options.agency, ".invite")
                               : options.out;
  if (options.dry_run) {
    context.Json(*invite);
    ShowGovernance(context, published->directory->governance());
    context.Say("It would work; nothing was written.");
    return ExitCode::kOk;
  }
  const absl::Status written =
      WriteFile(path, invite->SerializeAsString(), kPublicMode);
  if (!written.ok()) return written;
  context.Json(*invite);
  context.Text(absl::StrCat("Wrote ", path, " for ", options.agency, "."));
  ShowGovernance(context, published->directory->governance());
  context.Say("Read the words out to " + options.agency + " by telephone.");
  context.Next(absl::StrCat("at ", options.agency, ": homeward join ", path));
  return ExitCode::kOk;
}

void AddCreate(CLI::App* federation, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      federation, "create",
      "Make a federation: its governance's keys and its first directory",
      {"homeward federation create rivermark.example --charter "
       "deploy/mou_templates/charter.textproto --folder governance",
       "homeward federation create rivermark.example --keys 5 --threshold 3 "
       "--charter charter.textproto"});
  command->add_option("name", options->name, "Its name, such as a domain name")
      ->required();
  command
      ->add_option("--charter", options->charter,
                   "The charter: an MOU of prohibitions")
      ->required();
  command->add_option("--red-lines", options->red_lines,
                      "What no MOU may allow: the charter names the file by "
                      "its hash, and each node needs it beside its directory");
  command->add_option("--keys", options->keys, "How many keys govern")
      ->check(CLI::Range(1, 64));
  command->add_option("--threshold", options->threshold, "How many must sign")
      ->check(CLI::Range(1, 64));
  command
      ->add_option("--days", options->days,
                   "For how many days a directory holds")
      ->check(CLI::Range(1, 365));
  AddFolder(command, &options->folder);
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Create(*context, *options); }); });
}

}  // namespace

void AddFederationCommands(CLI::App* root, Context* context) {
  CLI::App* federation =
      AddGroup(root, "federation", "Govern a federation: for its governance");
  AddCreate(federation, context);
  AddFederationMemberCommands(federation, context);
  auto sign_options = std::make_shared<Options>();
  CLI::App* sign = AddCommand(
      federation, "sign",
      "Sign the next directory; it is published once enough have",
      {"homeward federation sign --key governance-2.pem",
       "homeward federation sign --key governance-2.pem --folder governance"});
  AddSigning(sign, sign_options.get());
  sign->get_option("--key")->required();
  sign->callback(
      [=] { context->Run([&] { return Sign(*context, *sign_options); }); });
  auto invite_options = std::make_shared<Options>();
  CLI::App* invite = AddCommand(
      federation, "invite", "Write the invite of a member",
      {"homeward federation invite clinic",
       "homeward federation invite clinic --out clinic.invite --folder "
       "governance"});
  invite->add_option("agency", invite_options->agency, "The member")
      ->required();
  invite->add_option("--out", invite_options->out, "Where to write it");
  AddFolder(invite, &invite_options->folder);
  AddDryRun(invite, &invite_options->dry_run);
  invite->callback(
      [=] { context->Run([&] { return Invite(*context, *invite_options); }); });
}

}  // namespace homeward::cli
