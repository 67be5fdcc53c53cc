#include "services/cli/sign_in/sign_in_commands.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/home.h"
#include "services/cli/sign_in/sign_in.h"
#include "services/cli/sign_in/terms.h"

namespace homeward::cli {
namespace {

struct Options : SignInOptions {
  bool dry_run = false;
};

Result SignIn(Context& context, const Options& options) {
  if (options.dry_run) {
    for (const std::string& text : options.roles) {
      const auto role = ParseRole(text);
      if (!role.ok()) return role.status();
    }
    context.Say("It would sign in; nothing was written.");
    return ExitCode::kOk;
  }
  const auto assertion = SignInAs(context, options);
  if (!assertion.ok()) return assertion.status();
  context.Json(*assertion);
  context.Text(absl::StrCat("Signed in as ", options.subject, " for ",
                            options.minutes, " minutes."));
  context.Next("homeward status");
  return ExitCode::kOk;
}

Result SignOut(Context& context) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  std::remove(home->Path(kSessionFile).c_str());
  context.Text("Signed out.");
  context.JsonText("{\"signedIn\":false}");
  return ExitCode::kOk;
}

struct TermsOptions {
  std::string subject;
  std::string path;
  bool dry_run = false;
};

Result SignTheTerms(Context& context, const TermsOptions& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const absl::Status signed_terms = SignTerms(
      *home, options.subject, options.path, options.dry_run, context.now());
  if (!signed_terms.ok()) return signed_terms;
  if (options.dry_run) {
    context.Say("These are the present terms; nothing was written.");
    return ExitCode::kOk;
  }
  context.Text(absl::StrCat(options.subject, " has signed the terms of use."));
  context.JsonText("{\"signed\":true}");
  context.Next("homeward sign-in --as " + options.subject + " --role ROLE");
  return ExitCode::kOk;
}

void AddSignTerms(CLI::App* root, Context* context) {
  auto options = std::make_shared<TermsOptions>();
  CLI::App* command =
      AddCommand(root, "sign-terms", "Sign the agency's terms of use, once",
                 {"homeward sign-terms --as anna-4 terms.txt --dry-run",
                  "homeward sign-terms --as anna-4 terms.txt -o json"});
  command->add_option("--as", options->subject, "A pseudonym, never a name")
      ->required();
  command
      ->add_option("file", options->path,
                   "The terms that she has read, as the agency keeps them")
      ->required();
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return SignTheTerms(*context, *options); }); });
}

}  // namespace

void AddSignInCommands(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      root, "sign-in", "Act as a member of staff, for at most 15 minutes",
      {"homeward sign-in --as anna-4 --role cp.caseworker",
       "homeward sign-in --as ops-1 --role node.admin --role "
       "oversight.auditor"});
  command->add_option("--as", options->subject, "A pseudonym, never a name")
      ->required();
  command
      ->add_option("--role", options->roles,
                   "A role, such as police.missing; may be repeated")
      ->required();
  command->add_option("--minutes", options->minutes, "For how long")
      ->check(CLI::Range(1, 15));
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return SignIn(*context, *options); }); });
  CLI::App* out =
      AddCommand(root, "sign-out", "End the session",
                 {"homeward sign-out", "homeward sign-out --home agency"});
  out->callback([=] { context->Run([&] { return SignOut(*context); }); });
  AddSignTerms(root, context);
}

}  // namespace homeward::cli
