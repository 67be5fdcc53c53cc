#include "services/cli/cases/case_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/case_token.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/question/child_input.h"
#include "services/cli/sign_in/session.h"
#include "services/matching/describe.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string case_id;
  std::string holder_agency;
  std::string holder_subject;
  std::string purpose;
  std::vector<std::string> categories;
  std::string key_file;
  std::string out;
  int days = 30;
  bool imminent_danger = false;
  bool dry_run = false;
  ChildOptions child;
  // More ways to name her.
  std::vector<std::string> more;
};

absl::Status AddChildKey(const v1::ChildDescriptor& child, absl::Time now,
                         v1::CaseToken& token) {
  const auto text = matching::ChildKeyText(child, now);
  if (!text.ok()) return text.status();
  token.add_child_keys(auth::Sha256(*text));
  return absl::OkStatus();
}

// Every way to name her that was given.
absl::Status AddChildKeys(Context& context, const Options& options,
                          v1::CaseToken& token) {
  const auto child = ReadChild(context, options.child);
  if (!child.ok()) return child.status();
  absl::Status status = AddChildKey(*child, context.now(), token);
  for (const std::string& file : options.more) {
    if (!status.ok()) return status;
    v1::ChildDescriptor other;
    status = ReadMessage(context, file, other);
    if (status.ok()) status = AddChildKey(other, context.now(), token);
  }
  return status;
}

absl::Status AddCategories(const std::vector<std::string>& names,
                           v1::CaseToken& token) {
  for (const std::string& name : names) {
    const auto category = ParseCategory(name);
    if (!category.ok()) return category.status();
    token.add_categories(*category);
  }
  return absl::OkStatus();
}

Result Open(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  const auto issuer = ReadCaseIssuer(context, *home, options.key_file);
  if (!issuer.ok()) return issuer.status();
  const auto id = RandomId();
  if (!id.ok()) return id.status();
  const absl::Time now = context.now();
  v1::CaseToken token;
  token.set_token_id(*id);
  token.set_case_id(options.case_id);
  token.set_issuer_agency_id(home->config().agency_id());
  token.set_issuer_subject(issuer->subject);
  token.set_holder_agency_id(options.holder_agency.empty()
                                 ? home->config().agency_id()
                                 : options.holder_agency);
  token.set_holder_subject(options.holder_subject);
  token.set_purpose(*purpose);
  token.set_imminent_danger(options.imminent_danger);
  *token.mutable_issued_time() = auth::ToTimestamp(now);
  *token.mutable_expiry_time() =
      auth::ToTimestamp(now + absl::Hours(24) * options.days);
  absl::Status checked = auth::CheckTwoPrincipals(token);
  if (checked.ok()) checked = AddCategories(options.categories, token);
  if (checked.ok()) checked = AddChildKeys(context, options, token);
  if (!checked.ok()) return checked;
  const auto envelope =
      auth::SignDocument(auth::kCaseTokenType, token, issuer->key);
  if (!envelope.ok()) return envelope.status();
  context.Json(token);
  if (options.dry_run) {
    context.Say("It would open the case; nothing was written.");
    return ExitCode::kOk;
  }
  const std::string path =
      options.out.empty() ? std::string("case.token") : options.out;
  const absl::Status written =
      WriteFile(path, envelope->SerializeAsString(), kSecretMode);
  if (!written.ok()) return written;
  context.Text(absl::StrCat(
      "Case ", options.case_id, ": ", path, " proves it ", "for ", options.days,
      " days, by the word of ",
      issuer->subject.empty() ? token.issuer_agency_id() : issuer->subject,
      "."));
  context.Text(
      absl::StrCat("Keep its number, to take it back: ",
                   absl::BytesToHexString(auth::Sha256(envelope->payload()))));
  context.Next(absl::StrCat("homeward locate --purpose ", options.purpose,
                            " --case ", path, " CHILD_FILE"));
  return ExitCode::kOk;
}

}  // namespace

void AddCaseCommands(CLI::App* root, Context* context) {
  CLI::App* group = AddGroup(root, "case", "Prove that a purpose is real");
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "open", "Sign a case token for one child and one person of staff",
      {"homeward case open --case 2026/117 --to anna-4 --purpose "
       "missing-search child.textproto --out case.token",
       "homeward case open --case 2026/117 --to anna-4 --purpose "
       "missing-search --record "
       "agencies/clinic/children/0123456789abcdef0123456789abcdef"});
  command
      ->add_option("--case", options->case_id,
                   "The issuer's number of the case; no name")
      ->required();
  command
      ->add_option("--to", options->holder_subject,
                   "The pseudonym of the person who may use it")
      ->required();
  command->add_option("--agency", options->holder_agency,
                      "The agency of that person; the own one if not given");
  command->add_option("--purpose", options->purpose, "For what")->required();
  command->add_option("--category", options->categories,
                      "For which data, such as id-min; may be repeated; all "
                      "that the MOU permits if not given");
  command->add_option("--key", options->key_file,
                      "The key of the person who vouches; keys/case.pem of "
                      "the agency's folder if not given");
  command->add_option("--days", options->days, "How long it holds")
      ->check(CLI::Range(1, 90));
  command->add_flag("--imminent-danger", options->imminent_danger,
                    "The issuer found her to be in imminent danger");
  command->add_option("--also", options->more,
                      "Another file that names her in another way");
  command->add_option("--out", options->out, "Where to write it");
  AddChildOptions(command, &options->child);
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Open(*context, *options); }); });
  AddCaseWithdrawCommands(group, context);
  AddCaseSupervisorCommand(group, context);
}

}  // namespace homeward::cli
