#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/agency/agency_commands.h"
#include "services/cli/break_glass/glass_commands.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/certificate/certificate_commands.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/erasure/erasure_commands.h"
#include "services/cli/exit_code.h"
#include "services/cli/federation/federation_commands.h"
#include "services/cli/help_format.h"
#include "services/cli/import/import_commands.h"
#include "services/cli/match/match_commands.h"
#include "services/cli/match_names/match_name_commands.h"
#include "services/cli/matches/matches_commands.h"
#include "services/cli/mou/mou_commands.h"
#include "services/cli/notices/notice_commands.h"
#include "services/cli/question/copy_commands.h"
#include "services/cli/question/evidence_commands.h"
#include "services/cli/question/question_commands.h"
#include "services/cli/record/attachment_commands.h"
#include "services/cli/record/record_commands.h"
#include "services/cli/sign_in/sign_in_commands.h"
#include "services/cli/statistics/statistics_command.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/program_version.h"

namespace homeward::cli {
namespace {

constexpr char kAbout[] =
    "homeward: where is this child, how is she?\n"
    "Works with an agency's folder and its node. `homeward COMMAND --help` "
    "shows examples.";
constexpr char kFooter[] =
    "Start here:\n"
    "  homeward init --home agency\n"
    "  homeward sign-in --as anna-4 --role cp.caseworker\n"
    "  homeward locate --purpose locate-safety child.textproto\n"
    "Exit codes: 0 ok, 1 error, 2 usage, 3 denied, 4 sign in, 5 partial, "
    "6 retry.";

// What CLI11 says may quote what was typed, which may be a name.
absl::Status WhatIsWrong(const CLI::ParseError& error) {
  constexpr absl::string_view kHelp =
      "add --help to see what the command takes";
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return UsageError(
        "an argument is not known here (it is not repeated, since it may be a "
        "name)",
        kHelp);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr ||
      dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return UsageError(error.what(), kHelp);
  }
  return UsageError("the value of an option can't be taken", kHelp);
}

// An option that may be repeated takes one value each time: else it would
// swallow the file that follows it.
void TakeOneValueEach(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) option->allow_extra_args(false);
  }
  for (CLI::App* below : command.get_subcommands(nullptr))
    TakeOneValueEach(*below);
}

}  // namespace

void AddEverything(CLI::App* root, Context* context) {
  // Those that are added get it too.
  root->formatter(std::make_shared<HelpFormat>());
  root->description(kAbout);
  root->footer(kFooter);
  root->fallthrough();
  root->require_subcommand(1);
  std::map<std::string, Format> formats;
  for (const FormatName& known : kFormatNames) {
    formats[known.name] = known.format;
  }
  root->add_option("-o,--output", context->format,
                   "How data is written: text, json or ndjson")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->type_name("FORMAT");
  root->add_flag("--plain", context->plain,
                 "One fact a line: no columns, no bars");
  root->add_option("--home", context->home,
                   "The agency's folder; $HOMEWARD_HOME if not given");
  root->add_option("--address", context->address,
                   "The node, host:port; the configuration's if not given");
  root->set_version_flag("--version", rpc::kProgramVersion,
                         "The version of this command");
  AddInitCommand(root, context);
  AddJoinCommand(root, context);
  AddFederationCommands(root, context);
  AddDirectoryCommands(root, context);
  AddCertificateCommands(root, context);
  AddSignInCommands(root, context);
  AddCaseCommands(root, context);
  AddMouCommands(root, context);
  AddRecordCommands(root, context);
  AddAttachmentCommands(root, context);
  AddImportCommands(root, context);
  AddQuestionCommands(root, context);
  AddEvidenceCommands(root, context);
  AddStatusCommands(root, context);
  AddMatchCommands(root, context);
  AddMatchNameCommands(root->get_subcommand("match"), context);
  AddMatchesCommands(root, context);
  AddLockoutCommands(root, context);
  AddCopyCommands(root, context);
  AddNoticeCommands(root, context);
  AddGlassCommands(root, context);
  AddErasureCommands(root, context);
  AddStatisticsCommand(root, context);
  AddCompletionCommands(root, context);
  TakeOneValueEach(*root);
}

ExitCode RunCommandLine(const std::vector<std::string>& arguments,
                        Context* context) {
  CLI::App root;
  root.name("homeward");
  AddEverything(&root, context);
  if (!arguments.empty() && arguments.front() == kCompleteWord) {
    PrintCompletions(root, {arguments.begin() + 1, arguments.end()}, *context);
    return ExitCode::kOk;
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    root.parse(std::move(reversed));
  } catch (const CLI::CallForVersion&) {
    context->Text(absl::StrCat("homeward ", rpc::kProgramVersion));
    context->JsonText(absl::StrCat("{\"name\":\"homeward\",\"version\":\"",
                                   rpc::kProgramVersion, "\"}"));
    return ExitCode::kOk;
  } catch (const CLI::Success&) {
    const CLI::App* shown = &root;
    while (!shown->get_subcommands().empty()) {
      shown = shown->get_subcommands().front();
    }
    *context->out << shown->help();
    return ExitCode::kOk;
  } catch (const CLI::ParseError& error) {
    context->result = WhatIsWrong(error);
  }
  context->out->flush();
  if (context->result.ok() && !context->out->good()) {
    context->result = rpc::DetailedError(
        absl::StatusCode::kFailedPrecondition, "HW-DISK-001",
        "what was asked for could not be written in full: the disk is full, "
        "or nobody reads",
        v1::FAULT_CALLER, "df -h; make room, then type it again");
  }
  if (context->result.ok()) return *context->result;
  context->Error(context->result.status());
  return ExitCodeOf(context->result.status());
}

}  // namespace homeward::cli
