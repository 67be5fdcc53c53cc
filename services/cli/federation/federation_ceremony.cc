#include "services/cli/federation/federation_ceremony.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/identity/directory.h"
#include "auth/identity/unnamed_states.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"

namespace homeward::cli {

void AddFolder(CLI::App* command, std::string* folder) {
  command->add_option("--folder", *folder,
                      "The federation's folder; the present one if not given");
}

void AddSigning(CLI::App* command, Ceremony* ceremony) {
  AddFolder(command, &ceremony->folder);
  AddDryRun(command, &ceremony->dry_run);
  command->add_option("--key", ceremony->key_files,
                      "A governance key to sign with; may be repeated");
}

absl::StatusOr<v1::Envelope> SignDraft(v1::Envelope draft,
                                       const auth::Governance& governance,
                                       const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    const auto key = ReadKey(file);
    if (!key.ok()) return key.status();
    const std::string key_id = key->public_key().key_id();
    const bool governs = absl::c_any_of(
        governance.keys,
        [&](const auth::PublicKey& one) { return one.key_id() == key_id; });
    if (!governs) {
      return absl::FailedPreconditionError(
          absl::StrCat(file,
                       ": it is no key of this federation's governance, so "
                       "its signature would not count; nothing was signed"));
    }
    auto more = auth::AddSignature(draft, *key);
    if (absl::IsAlreadyExists(more.status())) continue;
    if (!more.ok()) return more.status();
    draft = *std::move(more);
  }
  return draft;
}

namespace {

// Whom nobody may tell of a child, since governance named some states only.
void SayWhoHasNoState(Context& context, const v1::Envelope& draft) {
  v1::Directory document;
  if (!document.ParseFromString(draft.payload())) return;
  const std::vector<std::string> unnamed =
      auth::UnnamedStates(document.members());
  if (unnamed.empty()) return;
  context.Say(absl::StrCat("Warning: ", auth::UnnamedStatesText(unnamed), "; ",
                           auth::kNameStates, "."));
}

}  // namespace

Result Gather(Context& context, const Ceremony& ceremony,
              const v1::Envelope& draft) {
  const auto published = ReadPublished(ceremony.folder, context.now());
  if (!published.ok()) return published.status();
  const auto next =
      auth::VerifyNextDirectory(*published->directory, draft, context.now());
  const bool lacks = absl::IsUnauthenticated(next.status());
  if (!next.ok() && !lacks) return next.status();
  SayWhoHasNoState(context, draft);
  if (ceremony.dry_run) {
    context.Say(lacks ? "It would wait for more signatures."
                      : "It would be published.");
    return ExitCode::kOk;
  }
  const std::string draft_path = JoinPath(ceremony.folder, kDraftFile);
  if (lacks) {
    const absl::Status kept = WriteEnvelope(draft_path, draft);
    if (!kept.ok()) return kept;
    context.Text(absl::StrCat("Signed by ", draft.signatures_size(), "; ",
                              published->directory->governance().threshold,
                              " must sign."));
    context.JsonText(absl::StrCat(
        "{\"signatures\":", draft.signatures_size(),
        ",\"threshold\":", published->directory->governance().threshold, "}"));
    context.Next("homeward federation sign --key KEYFILE");
    return ExitCode::kOk;
  }
  const absl::Status written =
      WriteEnvelope(JoinPath(ceremony.folder, kDirectoryFile), draft);
  if (!written.ok()) return written;
  std::remove(draft_path.c_str());
  context.Text(absl::StrCat("Published version ", (*next)->version(), " with ",
                            (*next)->members().size(), " members."));
  context.JsonText(absl::StrCat("{\"version\":", (*next)->version(),
                                ",\"members\":", (*next)->members().size(),
                                "}"));
  context.Next(ceremony.next);
  return ExitCode::kOk;
}

}  // namespace homeward::cli
