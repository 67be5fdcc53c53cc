#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "auth/certificate/certificate.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/agency/agency_commands.h"
#include "services/cli/agency/agency_setup.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/command.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/fingerprint_view.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string answers;
  bool dry_run = false;
};

// `health` or `AGENCY_KIND_HEALTH`.
v1::AgencyKind KindOf(const std::string& text) {
  const std::string word = absl::AsciiStrToUpper(
      absl::StrReplaceAll(text, {{"-", "_"}, {" ", "_"}}));
  v1::AgencyKind kind = v1::AGENCY_KIND_UNSPECIFIED;
  if (v1::AgencyKind_Parse(word, &kind)) return kind;
  v1::AgencyKind_Parse(absl::StrCat("AGENCY_KIND_", word), &kind);
  return kind;
}

// Seven questions.
absl::Status AskAll(Context& context, internal::v1::InitAnswers& answers) {
  struct Question {
    const char* text;
    std::function<void(const std::string&)> keep;
  };
  const Question questions[] = {
      {"1/7 The federation's name, such as rivermark.example?",
       [&](auto& text) { answers.set_federation(text); }},
      {"2/7 This agency's id, such as clinic (a-z, 0-9, -)?",
       [&](auto& text) { answers.set_agency_id(text); }},
      {"3/7 What people call it?",
       [&](auto& text) { answers.set_display_name(text); }},
      {"4/7 What does it do? immigration-registrar, immigration-enforcement,\n"
       "    child-welfare, health, police, oversight or judiciary:",
       [&](auto& text) { answers.set_kind(KindOf(text)); }},
      {"5/7 Where shall its node listen? [0.0.0.0:7443]",
       [&](auto& text) { answers.set_listen_address(text); }},
      {"6/7 Where will other nodes find it, host:port? [the same]",
       [&](auto& text) { answers.set_endpoint(text); }},
      {"7/7 Where shall metrics be served, such as 127.0.0.1:9464? [nowhere]",
       [&](auto& text) { answers.set_metrics_address(text); }}};
  for (const Question& question : questions) {
    const auto answer = context.Ask(question.text);
    if (!answer.ok()) {
      return UsageError("nobody is there to answer questions",
                        "homeward init --home DIR --answers FILE");
    }
    question.keep(*answer);
  }
  return absl::OkStatus();
}

Result Init(Context& context, const Options& options) {
  if (context.home.empty()) {
    return UsageError("no folder is named for the agency",
                      "homeward init --home DIR");
  }
  internal::v1::InitAnswers answers;
  absl::Status status = options.answers.empty()
                            ? AskAll(context, answers)
                            : ReadMessage(context, options.answers, answers);
  if (status.ok()) status = CheckAnswers(answers);
  if (!status.ok()) return status;
  if (options.dry_run) {
    context.Say("It would make the folder; nothing was written.");
    return ExitCode::kOk;
  }
  const auto member = SetUpAgency(answers, context.home, context.now());
  if (!member.ok()) return member.status();
  const auto root = auth::Certificate::FromDer(member->root_certificates(0));
  if (!root.ok()) return root.status();
  context.Json(*member);
  context.Text(absl::StrCat(context.home, " is the folder of ",
                            answers.agency_id(), "."));
  context.Text("Its root certificate, to compare with governance:");
  ShowFingerprintAndCode(context, root->thumbprint());
  context.Say(absl::StrCat("Keep ", JoinPath(context.home, "root"),
                           " off this machine between renewals."));
  context.Say(absl::StrCat("Give ", JoinPath(context.home, kCaseKeyFile),
                           " to ", CaseSupervisorOf(answers),
                           ", who vouches for cases, and leave no copy here."));
  context.Next(
      absl::StrCat("send ", JoinPath(context.home, kMemberFile),
                   " to governance; it answers with an invite, then: homeward "
                   "join INVITE --home ",
                   context.home));
  return ExitCode::kOk;
}

}  // namespace

void AddInitCommand(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(root, "init",
                 "Make an agency's folder: keys, certificates, configuration",
                 {"homeward init --home agency",
                  "homeward init --home agency --answers answers.textproto"});
  command->add_option("--answers", options->answers,
                      "A file instead of questions: text protobuf or JSON, "
                      "homeward.internal.v1.InitAnswers");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Init(*context, *options); }); });
}

}  // namespace homeward::cli
