#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/command.h"
#include "services/cli/federation/federation_ceremony.h"
#include "services/cli/federation/federation_commands.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/fingerprint_view.h"

// Who is in the next directory: `homeward federation admit`, `remove` and
// `renew`.
namespace homeward::cli {
namespace {

struct Options : Ceremony {
  std::vector<std::string> files;
  std::vector<std::string> agencies;
  std::string confirm;
  int days = 30;
  bool discard_draft = false;
};

// Whether nothing is lost by another draft: none waits for signatures.
absl::Status CheckNoDraft(const Options& options,
                          const PublishedDirectory& published) {
  const std::string path = JoinPath(options.folder, kDraftFile);
  if (options.discard_draft || !Exists(path)) return absl::OkStatus();
  const auto draft = ReadEnvelope(path);
  v1::Directory document;
  if (!draft.ok() || !document.ParseFromString(draft->payload()) ||
      document.version() <= published.document.version()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("a next directory waits for signatures, and has ",
                   draft->signatures_size(),
                   ": `homeward federation sign --key KEYFILE` goes on with "
                   "it, and --discard-draft gives it up"));
}

constexpr char kInstall[] =
    "at a node: homeward directory install directory.binpb; the others get it "
    "from there";

// That nobody may be left is said: every node then answers nobody.
void SayWhoIsLeft(Context& context, const v1::Envelope& draft) {
  v1::Directory document;
  if (!document.ParseFromString(draft.payload()) ||
      !document.members().empty()) {
    return;
  }
  context.Say(
      "No member is left in it: once it is published, nobody in the federation "
      "can ask or answer.");
}

// Drafts the next version with `change`, and signs it as far as keys are here.
Result Propose(Context& context, const Options& options,
               const MemberChange& change) {
  const auto published = ReadPublished(options.folder, context.now());
  if (!published.ok()) return published.status();
  const absl::Status free = CheckNoDraft(options, *published);
  if (!free.ok()) return free;
  auto draft = DraftNext(*published, change, absl::Hours(24) * options.days,
                         context.now());
  if (draft.ok()) {
    draft = SignDraft(*std::move(draft), published->directory->governance(),
                      options.key_files);
  }
  if (!draft.ok()) return draft.status();
  SayWhoIsLeft(context, *draft);
  return Gather(context, options, *draft);
}

Result Admit(Context& context, const Options& options) {
  MemberChange change;
  for (const std::string& file : options.files) {
    v1::Member member;
    const absl::Status read = ReadMessage(context, file, member);
    if (!read.ok()) return read;
    context.Text(absl::StrCat("Member ", member.agency_id(), ", its root:"));
    for (const std::string& der : member.root_certificates()) {
      const auto root = auth::Certificate::FromDer(der);
      if (!root.ok()) return root.status();
      ShowFingerprintAndCode(context, root->thumbprint());
    }
    change.admitted.push_back(std::move(member));
  }
  return Propose(context, options, change);
}

Result Remove(Context& context, const Options& options) {
  const std::string agencies = absl::StrJoin(options.agencies, ",");
  if (!options.dry_run && options.confirm != agencies) {
    return UsageError(
        "nobody asks or answers who is removed, and what it signed ends with "
        "it",
        absl::StrCat("type it again with --confirm=", agencies));
  }
  return Propose(context, options, {{}, options.agencies});
}

// What all three take.
void AddShared(CLI::App* command, Options* options) {
  command
      ->add_option("--days", options->days,
                   "For how many days the directory holds")
      ->check(CLI::Range(1, 365));
  command->add_flag("--discard-draft", options->discard_draft,
                    "Give up a draft that waits for signatures");
  AddSigning(command, options);
}

}  // namespace

void AddFederationMemberCommands(CLI::App* federation, Context* context) {
  auto admitted = std::make_shared<Options>();
  CLI::App* admit =
      AddCommand(federation, "admit",
                 "Put members into the next directory; the same id replaces",
                 {"homeward federation admit clinic/member.textproto --key "
                  "governance-1.pem --key governance-2.pem",
                  "homeward federation admit clinic/member.textproto "
                  "police/member.textproto --folder governance"});
  admit->add_option("member", admitted->files, "Member files of `init`")
      ->required();
  AddShared(admit, admitted.get());
  admit->callback(
      [=] { context->Run([&] { return Admit(*context, *admitted); }); });

  auto removed = std::make_shared<Options>();
  removed->next = kInstall;
  CLI::App* remove = AddCommand(
      federation, "remove", "Take members out of the next directory",
      {"homeward federation remove clinic --confirm=clinic --key "
       "governance-1.pem --key governance-2.pem",
       "homeward federation remove clinic --dry-run --folder governance"});
  remove->add_option("agency", removed->agencies, "The members")->required();
  remove->add_option("--confirm", removed->confirm,
                     "Their ids once more, a comma between");
  AddShared(remove, removed.get());
  remove->callback(
      [=] { context->Run([&] { return Remove(*context, *removed); }); });

  auto renewed = std::make_shared<Options>();
  renewed->next = kInstall;
  CLI::App* renew = AddCommand(
      federation, "renew",
      "The same members in a directory that holds longer, also when the "
      "present one has ended",
      {"homeward federation renew --key governance-1.pem --key "
       "governance-2.pem",
       "homeward federation renew --days 90 --folder governance"});
  AddShared(renew, renewed.get());
  renew->callback(
      [=] { context->Run([&] { return Propose(*context, *renewed, {}); }); });
}

}  // namespace homeward::cli
