#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "auth/certificate/certificate.h"
#include "auth/identity/directory.h"
#include "auth/signing/digest.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/agency/agency_commands.h"
#include "services/cli/command.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/fingerprint.h"
#include "services/cli/fingerprint_view.h"
#include "services/cli/home.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string invite;
  std::string fingerprint;
  bool dry_run = false;
};

absl::Status Refuse(absl::string_view code, absl::string_view cause,
                    absl::string_view next) {
  return rpc::DetailedError(absl::StatusCode::kFailedPrecondition, code, cause,
                            v1::FAULT_FEDERATION, next);
}

absl::StatusOr<auth::Governance> GovernanceOf(
    const internal::v1::Invite& invite) {
  auth::Governance governance;
  governance.threshold = invite.governance().threshold();
  for (const std::string& der : invite.governance().public_keys()) {
    auto key = auth::PublicKey::FromSpkiDer(der);
    if (!key.ok()) return key.status();
    governance.keys.push_back(*std::move(key));
  }
  return governance;
}

// Whether `config` trusts one of the governors of `invite` already.
bool GovernsAlready(const internal::v1::NodeConfig& config,
                    const internal::v1::Invite& invite) {
  for (const std::string& der : invite.governance().public_keys()) {
    const std::string id = absl::BytesToHexString(auth::Sha256(der));
    for (const std::string& known : config.governance_fingerprints()) {
      if (known == id) return true;
    }
  }
  return false;
}

// Whether the invite is for this agency, in its one federation, with the red
// lines of the charter, and the directory lists the root that is in this
// folder.
absl::Status CheckInvite(const Home& home, const internal::v1::Invite& invite,
                         const auth::Directory& directory,
                         const auth::Certificate& root, absl::Time now) {
  const auto& config = home.config();
  if (config.federation() != invite.federation() ||
      directory.federation() != invite.federation()) {
    return Refuse(
        "HW-JOIN-001",
        absl::StrCat("this folder is for the federation ", config.federation(),
                     ", and the invite for another; an agency's "
                     "folder belongs to one federation"),
        "homeward init --home ANOTHER_DIR");
  }
  if (!config.governance_fingerprints().empty() &&
      !GovernsAlready(config, invite)) {
    return Refuse("HW-JOIN-001",
                  "this folder has joined a federation with other governors "
                  "already; an agency's folder belongs to one federation",
                  "homeward init --home ANOTHER_DIR");
  }
  if (config.agency_id() != invite.agency_id()) {
    return Refuse("HW-JOIN-002",
                  "the invite is for another agency than this folder",
                  "ask governance for the invite of this agency");
  }
  const absl::Status named = CheckNamedRedLines(directory, invite.red_lines());
  if (!named.ok()) {
    return Refuse("HW-JOIN-005",
                  "the invite has other red lines than the charter names: it "
                  "is not whole, or somebody changed it",
                  "ask governance for the invite again");
  }
  const auto member = directory.Find(config.agency_id(), now);
  if (!member.ok()) return member.status();
  for (const auth::Certificate& listed : (*member)->roots()) {
    if (listed.thumbprint() == root.thumbprint()) return absl::OkStatus();
  }
  return Refuse("HW-JOIN-003",
                "the directory lists another root certificate than this folder "
                "has: somebody else's member file was admitted",
                "send member.textproto to governance again");
}

// Shows both fingerprints, and has governance's compared.
absl::Status Compare(Context& context, const Options& options,
                     const std::string& governance, const std::string& root) {
  context.Text("Governance of the federation:");
  ShowFingerprintAndCode(context, governance);
  context.Text("Root certificate of this agency:");
  ShowFingerprintAndCode(context, root);
  std::string typed = options.fingerprint;
  if (typed.empty()) {
    const auto answer = context.Ask(
        "Ask governance to read its words out, and type them here "
        "(hexadecimal is fine too):");
    if (!answer.ok()) {
      return UsageError("the fingerprint of governance was not compared",
                        "homeward join INVITE --fingerprint WORDS");
    }
    typed = *answer;
  }
  if (SameFingerprint(typed, governance)) return absl::OkStatus();
  return Refuse("HW-JOIN-004",
                "the fingerprint is not that of the invite: it may come from "
                "somebody else; nothing was changed",
                "ask governance for its invite by another way");
}

// `config` with who governs, instead of what stood there before.
std::string WithGovernance(const std::string& config,
                           const auth::Governance& governance) {
  std::string text;
  for (const absl::string_view line : absl::StrSplit(config, '\n')) {
    if (absl::StartsWith(line, "governance_")) continue;
    absl::StrAppend(&text, line, "\n");
  }
  while (absl::EndsWith(text, "\n\n")) text.pop_back();
  for (const auth::PublicKey& key : governance.keys) {
    absl::StrAppend(&text, "governance_fingerprints: \"",
                    absl::BytesToHexString(key.key_id()), "\"\n");
  }
  absl::StrAppend(&text, "governance_threshold: ", governance.threshold, "\n");
  return text;
}

Result Join(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto bytes = ReadFile(options.invite);
  if (!bytes.ok()) return bytes.status();
  internal::v1::Invite invite;
  if (!invite.ParseFromString(*bytes)) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.invite,
                     " is no invite, or not the whole of one: have it sent "
                     "again"));
  }
  const auto governance = GovernanceOf(invite);
  if (!governance.ok()) return governance.status();
  const auto directory =
      auth::VerifyDirectory(invite.directory(), *governance, context.now());
  if (!directory.ok()) return directory.status();
  const auto root_pem = ReadFile(home->Path(kRootCertificateFile));
  if (!root_pem.ok()) return root_pem.status();
  const auto root = auth::Certificate::FromPem(*root_pem);
  if (!root.ok()) return root.status();
  absl::Status status =
      CheckInvite(*home, invite, **directory, *root, context.now());
  if (!status.ok()) return status;
  status =
      Compare(context, options, governance->Fingerprint(), root->thumbprint());
  if (!status.ok()) return status;
  if (options.dry_run) {
    context.Say("It would join; nothing was changed.");
    return ExitCode::kOk;
  }
  const std::string config_path = home->Path(kConfigFile);
  const auto config = ReadFile(config_path);
  if (!config.ok()) return config.status();
  if (!invite.red_lines().empty()) {
    status =
        WriteFile(home->Path(kRedLinesFile), invite.red_lines(), kPublicMode);
  }
  if (status.ok()) {
    status = WriteEnvelope(home->Path(kDirectoryFile), invite.directory());
  }
  if (status.ok()) {
    status = WriteFile(config_path, WithGovernance(*config, *governance),
                       kPublicMode);
  }
  if (!status.ok()) return status;
  context.Text(absl::StrCat(home->config().agency_id(), " has joined ",
                            invite.federation(), "."));
  // Names of agencies and federations have no character that JSON escapes.
  context.JsonText(absl::StrCat("{\"agencyId\":\"", home->config().agency_id(),
                                "\",\"federation\":\"", invite.federation(),
                                "\",\"directoryVersion\":\"",
                                (*directory)->version(), "\"}"));
  context.Next(absl::StrCat("homewardd --config ", config_path));
  return ExitCode::kOk;
}

}  // namespace

void AddJoinCommand(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      root, "join", "Join the federation by an invite of its governance",
      {"homeward join clinic.invite --home agency",
       "homeward join clinic.invite --home agency --fingerprint "
       "lusab-babad-gutih-tugad"});
  command->add_option("invite", options->invite, "The invite's file")
      ->required();
  command->add_option("--fingerprint", options->fingerprint,
                      "Governance's fingerprint, as it was read out");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Join(*context, *options); }); });
}

}  // namespace homeward::cli
