#include "services/cli/break_glass/glass_options.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/mou/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/code_name.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/sign_in/session.h"
#include "services/matching/describe.h"

namespace homeward::cli {
namespace {

constexpr char kReasons[] =
    "imminent-danger, medical-emergency or trafficking-in-progress";

absl::StatusOr<v1::BreakGlassReason> ParseReason(const std::string& text) {
  std::string name =
      absl::StrCat("BREAK_GLASS_REASON_", absl::AsciiStrToUpper(text));
  absl::c_replace(name, '-', '_');
  v1::BreakGlassReason reason;
  if (!v1::BreakGlassReason_Parse(name, &reason) ||
      reason == v1::BREAK_GLASS_REASON_UNSPECIFIED) {
    return UsageError("--break-glass: no such reason", kReasons);
  }
  return reason;
}

absl::StatusOr<std::string> ReadWords(Context& context,
                                      const GlassOptions& options) {
  if (!options.refused.empty()) {
    return UsageError(
        "what happened is not taken from a flag: it would stay in the shell's "
        "history and show in the list of processes. Clear it from your history",
        "put it into a file and name it with --break-glass-text");
  }
  if (!options.text_file.empty()) return ReadInput(context, options.text_file);
  if (!context.in_is_terminal) {
    return UsageError("nobody is there to say what happened",
                      "put it into a file and name it with --break-glass-text");
  }
  return context.Ask("What happened, that the glass must be broken:");
}

// Why, in her words; `statement` is made for them.
absl::StatusOr<v1::BreakGlassText> AddText(Context& context,
                                           const GlassOptions& options,
                                           v1::BreakGlass& statement) {
  const auto words = ReadWords(context, options);
  if (!words.ok()) return words.status();
  auto salt = RandomId();
  if (!salt.ok()) return salt.status();
  v1::BreakGlassText text;
  text.set_salt(*std::move(salt));
  text.set_text(std::string(absl::StripAsciiWhitespace(*words)));
  statement.set_text_sha256(auth::BreakGlassTextDigest(text));
  const absl::Status checked = auth::CheckBreakGlassText(text, statement);
  if (!checked.ok()) return checked;
  return text;
}

// Who is signed in, and as what she may break the glass.
absl::Status AddAsker(const Home& home, absl::Time now,
                      v1::BreakGlass& statement) {
  const auto session = ReadSession(home, now);
  if (!session.ok()) return session.status();
  v1::Envelope envelope;
  v1::StaffAssertion assertion;
  if (!envelope.ParseFromString(session->assertion) ||
      !assertion.ParseFromString(envelope.payload())) {
    return absl::UnauthenticatedError("the session can't be read");
  }
  statement.set_asker_agency_id(assertion.issuer_agency_id());
  statement.set_asker_subject(assertion.subject());
  for (const int role : assertion.roles()) {
    if (auth::RolesThatBreakGlass().Contains(static_cast<v1::Role>(role))) {
      statement.set_role(static_cast<v1::Role>(role));
      return absl::OkStatus();
    }
  }
  return absl::FailedPreconditionError(
      "only cp.supervisor, clinic.clinician and police.missing may break the "
      "glass: sign in as one of them");
}

absl::Status AddScope(const GlassOptions& options, v1::Purpose purpose,
                      const v1::ChildDescriptor& child, absl::Time now,
                      v1::BreakGlass& statement) {
  if (options.categories.empty()) {
    return UsageError("the glass is broken for named data only",
                      "name the least that helps: --category loc-coarse");
  }
  for (const std::string& name : options.categories) {
    const auto category = ParseCategory(name);
    if (!category.ok()) return category.status();
    statement.add_categories(*category);
  }
  statement.set_purpose(purpose);
  const auto key = matching::ChildKeyText(child, now);
  if (!key.ok()) return key.status();
  statement.add_child_keys(auth::Sha256(*key));
  *statement.mutable_opened_time() = auth::ToTimestamp(now);
  *statement.mutable_expiry_time() =
      auth::ToTimestamp(now + auth::kMaxBreakGlassLifetime);
  return absl::OkStatus();
}

// Signed by the approver if there is one; the node signs it in any case.
absl::StatusOr<v1::Envelope> Approved(Context& context, const Home& home,
                                      const std::string& key_file,
                                      v1::BreakGlass& statement) {
  v1::Envelope envelope;
  if (key_file.empty()) {
    envelope.set_payload_type(std::string(auth::kBreakGlassType));
    envelope.set_payload(statement.SerializeAsString());
    return envelope;
  }
  const auto approver = ReadCaseIssuer(context, home, key_file);
  if (!approver.ok()) return approver.status();
  if (approver->subject.empty() ||
      approver->subject == statement.asker_subject()) {
    return absl::FailedPreconditionError(
        "who approves is another person with a key of her own: homeward case "
        "supervisor makes one");
  }
  statement.set_approver_subject(approver->subject);
  return auth::SignDocument(auth::kBreakGlassType, statement, approver->key);
}

}  // namespace

void AddGlassOptions(CLI::App* command, GlassOptions* options) {
  CLI::Option* reason = command->add_option(
      "--break-glass", options->reason,
      absl::StrCat("In an emergency only: ", kReasons,
                   ". Another person must review it within 24 hours, else your "
                   "account is suspended"));
  command->add_option("--category", options->categories,
                      "For which data, such as loc-coarse; may be repeated; "
                      "all that the MOUs permit if not given, but with "
                      "--break-glass at least one");
  command
      ->add_option("--break-glass-text", options->text_file,
                   "A file that says what happened, or - for standard input; "
                   "you are asked if it is not given")
      ->needs(reason);
  command
      ->add_option("--approver-key", options->approver_key,
                   "The key of a second person who is there and approves: then "
                   "no review is due")
      ->needs(reason);
  command->add_option("--break-glass-because", options->refused, "Refused")
      ->group("");
}

absl::StatusOr<SaidGlass> BreakGlass(Context& context,
                                     const GlassOptions& options,
                                     v1::Purpose purpose,
                                     const v1::ChildDescriptor& child) {
  if (options.reason.empty()) return SaidGlass();
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto reason = ParseReason(options.reason);
  if (!reason.ok()) return reason.status();
  const auto id = RandomId();
  if (!id.ok()) return id.status();
  const absl::Time now = context.now();
  v1::BreakGlass statement;
  statement.set_break_glass_id(*id);
  statement.set_reason(*reason);
  absl::Status said = AddAsker(*home, now, statement);
  if (said.ok()) said = AddScope(options, purpose, child, now, statement);
  if (!said.ok()) return said;
  auto text = AddText(context, options, statement);
  if (!text.ok()) return text.status();
  absl::Status checked = auth::CheckBreakGlass(statement);
  if (!checked.ok()) return checked;
  auto approved = Approved(context, *home, options.approver_key, statement);
  if (!approved.ok()) return approved.status();
  return SaidGlass{*std::move(approved), *std::move(text)};
}

}  // namespace homeward::cli
