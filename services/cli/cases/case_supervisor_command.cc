#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"

// `homeward case supervisor`: one more person who vouches for cases.
namespace homeward::cli {
namespace {

struct Options {
  std::string subject;
  std::string out;
  bool dry_run = false;
};

Result Enrol(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  if (!auth::IsIdentifier(options.subject)) {
    return UsageError("a pseudonym is 1 to 63 of a-z, 0-9 and '-'",
                      "give her another one");
  }
  const std::string path = home->Path(kMemberFile);
  v1::Member member;
  const absl::Status read = ReadMessage(context, path, member);
  if (!read.ok()) return read;
  const auto key = auth::SigningKey::Generate();
  if (!key.ok()) return key.status();
  *member.add_keys() = CaseKeyOf(*key, options.subject);
  context.Json(member);
  if (options.dry_run) {
    context.Say("It would make her key; nothing was written.");
    return ExitCode::kOk;
  }
  absl::Status written = WriteKey(options.out, *key);
  if (written.ok()) written = WriteFile(path, ToText(member), kPublicMode);
  if (!written.ok()) return written;
  context.Text(absl::StrCat(options.out, " is the key of ", options.subject,
                            ": hers alone, on no node."));
  context.Next(absl::StrCat("send ", path,
                            " to governance: homeward federation admit ", path,
                            " lists the key in the next directory"));
  return ExitCode::kOk;
}

}  // namespace

void AddCaseSupervisorCommand(CLI::App* group, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "supervisor",
      "Make the key of one more person who vouches for cases",
      {"homeward case supervisor supervisor-2 --out supervisor-2.pem",
       "homeward case supervisor supervisor-2 --out supervisor-2.pem "
       "--dry-run"});
  command
      ->add_option("subject", options->subject,
                   "Her pseudonym: never one that asks by her own cases")
      ->required();
  command->add_option("--out", options->out, "Where to write her key: hers")
      ->required();
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Enrol(*context, *options); }); });
}

}  // namespace homeward::cli
