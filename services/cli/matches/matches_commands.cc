#include "services/cli/matches/matches_commands.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/match_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/node/node_client.h"
#include "services/cli/question/child_input.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

constexpr char kReasons[] =
    "Why: child-met, child-says, family-says, document, photo, owner-says, "
    "facts, mistake or other";

struct Options {
  ChildOptions child;
  std::string purpose;
  std::string candidate;
  std::string reason;
  bool dry_run = false;
};

absl::StatusOr<v1::MatchReason> ParseReason(absl::string_view text) {
  v1::MatchReason reason = v1::MATCH_REASON_UNSPECIFIED;
  const std::string name = absl::StrCat(
      "MATCH_REASON_",
      absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  if (v1::MatchReason_Parse(name, &reason)) return reason;
  return UsageError("there is no such reason", kReasons);
}

// What both requests have.
template <typename Request>
absl::Status Fill(Context& context, const Options& options, Request& request) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  request.set_purpose(*purpose);
  auto child = ReadChild(context, options.child);
  if (!child.ok()) return child.status();
  *request.mutable_child() = *std::move(child);
  return absl::OkStatus();
}

void Show(Context& context, const v1::DecidedMatch& match) {
  context.Text(absl::StrCat(
      match.candidate_record_id(), ": ",
      ShortName(v1::MatchState_Name(match.state()), "MATCH_STATE_")));
  for (const v1::MatchDecision& decision : match.decisions()) {
    context.Text(absl::StrCat(
        "  ", TimeText(decision.decide_time()), "  ", decision.subject(), " ",
        ShortName(v1::MatchVerdict_Name(decision.verdict()), "MATCH_VERDICT_"),
        " it: ",
        ShortName(v1::MatchReason_Name(decision.reason()), "MATCH_REASON_")));
  }
}

Result List(Context& context, const Options& options) {
  v1::ListMatchesRequest request;
  const absl::Status filled = Fill(context, options, request);
  if (!filled.ok()) return filled;
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListMatchesResponse response;
  const absl::Status status =
      client->Call(&v1::MatchService::Stub::ListMatches, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.matches().empty()) {
    context.Text("Nobody here has decided on a match of this child.");
  }
  for (const v1::DecidedMatch& match : response.matches()) Show(context, match);
  return ExitCode::kOk;
}

Result Decide(Context& context, const Options& options,
              v1::MatchVerdict verdict) {
  v1::DecideMatchRequest request;
  request.set_candidate_record_id(options.candidate);
  request.set_verdict(verdict);
  if (verdict != v1::MATCH_VERDICT_WITHDRAWN) {
    const auto reason = ParseReason(options.reason);
    if (!reason.ok()) return reason.status();
    request.set_reason(*reason);
  }
  const absl::Status filled = Fill(context, options, request);
  if (!filled.ok()) return filled;
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  if (options.dry_run) {
    request.clear_child();
    context.Json(request);
    context.Say("It would be decided so; nothing was sent.");
    return ExitCode::kOk;
  }
  v1::DecideMatchResponse response;
  const absl::Status status =
      client->Call(&v1::MatchService::Stub::DecideMatch, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  Show(context, response.match());
  if (response.match().state() == v1::MATCH_STATE_CONTESTED) {
    context.Say("People here disagree: talk with each other.");
  }
  context.Next("homeward matches list, of the same child");
  return ExitCode::kOk;
}

CLI::App* AddOne(CLI::App* group, const std::shared_ptr<Options>& options,
                 const std::string& name, const std::string& about,
                 const std::string& example) {
  CLI::App* command = AddCommand(
      group, name, about,
      {absl::StrCat("homeward matches ", name, example, " child.textproto"),
       absl::StrCat("homeward matches ", name, example,
                    " -o json child.textproto")});
  command->add_option("--purpose", options->purpose, "Why")->required();
  AddChildOptions(command, &options->child);
  return command;
}

void AddVerdict(CLI::App* group, Context* context, const std::string& name,
                const std::string& about, v1::MatchVerdict verdict) {
  auto options = std::make_shared<Options>();
  const bool needs_reason = verdict != v1::MATCH_VERDICT_WITHDRAWN;
  CLI::App* command = AddOne(
      group, options, name, about,
      absl::StrCat(" --purpose missing-search --candidate "
                   "agencies/clinic/children/0123456789abcdef0123456789abcdef",
                   needs_reason ? " --because family-says" : ""));
  command
      ->add_option("--candidate", options->candidate,
                   "The record that may be hers")
      ->required();
  if (needs_reason) {
    command->add_option("--because", options->reason, kReasons)->required();
  }
  AddDryRun(command, &options->dry_run);
  command->callback([=] {
    context->Run([&] { return Decide(*context, *options, verdict); });
  });
}

}  // namespace

void AddMatchesCommands(CLI::App* root, Context* context) {
  CLI::App* group = AddGroup(
      root, "matches", "Decide whether a record is the child who is asked for");
  auto options = std::make_shared<Options>();
  CLI::App* list =
      AddOne(group, options, "list",
             "What people here decided of a child's matches, rejected ones too",
             " --purpose missing-search");
  list->callback(
      [=] { context->Run([&] { return List(*context, *options); }); });
  AddVerdict(group, context, "confirm", "It is she",
             v1::MATCH_VERDICT_CONFIRMED);
  AddVerdict(group, context, "reject",
             "It is another child: the record is not proposed for her again",
             v1::MATCH_VERDICT_REJECTED);
  AddVerdict(group, context, "withdraw", "Take back what you said before",
             v1::MATCH_VERDICT_WITHDRAWN);
}

}  // namespace homeward::cli
