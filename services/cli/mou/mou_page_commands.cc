#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/mou/mou.h"
#include "auth/mou/plain_id.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/mou/file/mou_texts.h"
#include "services/cli/mou/mou_more_commands.h"
#include "services/cli/mou/page/mou_page.h"
#include "services/cli/mou/page/page.h"

// An MOU as a page to read, and its next version to write.
namespace homeward::cli {
namespace {

struct Options {
  std::string file;
  std::string out;
  bool html = false;
  bool charter = false;
  int days = 0;
  bool dry_run = false;
};

Result Render(Context& context, const Options& options) {
  const auth::MouKind kind =
      options.charter ? auth::MouKind::kCharter : auth::MouKind::kMou;
  const auto mou = ReadMouText(options.file, kind);
  if (!mou.ok()) return mou.status();
  const auto findings = auth::CheckMou(*mou, kind);
  // What a node would not enforce to the last word is no page to sign.
  if (!findings.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file, ": ", auth::FindingsText(findings)));
  }
  const Page page = MakeMouPage(*mou);
  const std::string text = options.html ? ToHtml(page) : ToPlainText(page);
  if (!options.out.empty()) {
    const absl::Status written = WriteNewFile(options.out, text, kPublicMode);
    if (!written.ok()) return written;
    context.Say(absl::StrCat("Wrote ", options.out, "."));
    return ExitCode::kOk;
  }
  context.Json(*mou);
  context.TextLines(text);
  return ExitCode::kOk;
}

// How many keys signed. Whose they are is for who has the directory.
int CountKeys(const v1::Envelope& envelope) {
  std::set<std::string> key_ids;
  for (const v1::EnvelopeSignature& signature : envelope.signatures()) {
    key_ids.insert(signature.key_id());
  }
  return static_cast<int>(key_ids.size());
}

// The next version of a signed MOU, to change and to sign.
Result Amend(Context& context, const Options& options) {
  const auto envelope = ReadMouEnvelope(options.file, auth::MouKind::kMou);
  if (!envelope.ok()) return envelope.status();
  if (envelope->signatures().empty()) {
    return UsageError("nobody has signed this document",
                      "change it as it is; amend what all have signed");
  }
  auto next = ReadMouText(options.file);
  if (!next.ok()) return next.status();
  // A file is named by it.
  if (!auth::IsPlainId(next->mou_id())) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.file, ": its mou_id is not a name"));
  }
  const int signatures = CountKeys(*envelope);
  if (signatures < next->party_agency_ids_size()) {
    return absl::FailedPreconditionError(absl::StrCat(
        options.file, ": ", signatures, " of ", next->party_agency_ids_size(),
        " parties have signed it; a next version follows what all have "
        "signed"));
  }
  next->set_version(next->version() + 1);
  next->set_previous_sha256(auth::Sha256(envelope->payload()));
  *next->mutable_effective_time() = auth::ToTimestamp(context.now());
  if (options.days > 0) {
    *next->mutable_expiry_time() =
        auth::ToTimestamp(context.now() + absl::Hours(24) * options.days);
  }
  const std::string text = absl::StrCat(
      "# proto-file: proto/homeward/v1/mou.proto\n"
      "# proto-message: homeward.v1.Mou\n",
      ToText(*next));
  if (options.dry_run) {
    context.TextLines(text);
    return ExitCode::kOk;
  }
  const std::string path =
      options.out.empty()
          ? absl::StrCat(next->mou_id(), "-", next->version(), ".mou.textproto")
          : options.out;
  const absl::Status written = WriteNewFile(path, text, kPublicMode);
  if (!written.ok()) return written;
  context.Json(*next);
  context.Text(
      absl::StrCat("Wrote ", path, ", version ", next->version(), "."));
  context.Next(absl::StrCat("change it, then homeward mou diff ", options.file,
                            " ", path));
  return ExitCode::kOk;
}

}  // namespace

void AddMouPageCommands(CLI::App* mou, Context* context) {
  auto render_options = std::make_shared<Options>();
  CLI::App* render =
      AddCommand(mou, "render", "What an MOU says, in plain words, as a page",
                 {"homeward mou render police-clinic.mou.textproto",
                  "homeward mou render police-clinic.mou.signed --html --out "
                  "police-clinic.html"});
  render->add_option("file", render_options->file, "The draft, or signed MOU")
      ->required();
  render->add_option("--out", render_options->out, "Where to write it");
  render->add_flag("--html", render_options->html,
                   "As a page for a browser, not as text");
  render->add_flag("--charter", render_options->charter, "It is a charter");
  render->callback(
      [=] { context->Run([&] { return Render(*context, *render_options); }); });

  auto amend_options = std::make_shared<Options>();
  CLI::App* amend =
      AddCommand(mou, "amend", "Begin the next version of a signed MOU",
                 {"homeward mou amend police-clinic.mou.signed",
                  "homeward mou amend police-clinic.mou.signed --days 365 "
                  "--out next.textproto"});
  amend->add_option("file", amend_options->file, "The signed MOU")->required();
  amend
      ->add_option("--days", amend_options->days,
                   "How long it holds from now; until the end of the present "
                   "version if not given")
      ->check(CLI::Range(1, 3650));
  amend->add_option("--out", amend_options->out, "Where to write it");
  AddDryRun(amend, &amend_options->dry_run);
  amend->callback(
      [=] { context->Run([&] { return Amend(*context, *amend_options); }); });
}

}  // namespace homeward::cli
