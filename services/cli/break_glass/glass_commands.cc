#include "services/cli/break_glass/glass_commands.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/break_glass/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "homeward/v1/break_glass_service.grpc.pb.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

struct ReviewOptions {
  std::string id;
  std::string key_file;
  bool justified = false;
  bool not_justified = false;
  bool dry_run = false;
};

absl::StatusOr<v1::ListBreakGlassResponse> Fetch(const NodeClient& client,
                                                 bool open_only) {
  v1::ListBreakGlassRequest request;
  request.set_open_only(open_only);
  v1::ListBreakGlassResponse response;
  const absl::Status status = client.Call(
      &v1::BreakGlassService::Stub::ListBreakGlass, request, response);
  if (!status.ok()) return status;
  return response;
}

// What is to be done about it, or was.
std::string StateText(const v1::BreakGlassStatus& status) {
  if (status.verdict() != v1::BREAK_GLASS_VERDICT_UNSPECIFIED) {
    return absl::StrCat(ShortName(v1::BreakGlassVerdict_Name(status.verdict()),
                                  "BREAK_GLASS_VERDICT_"),
                        ", by ", status.reviewer_subject(), " ",
                        TimeText(status.reviewed_time()),
                        status.suspends() ? ": THE ACCOUNT IS SUSPENDED" : "");
  }
  if (!status.approver_subject().empty()) {
    return absl::StrCat("approved by ", status.approver_subject());
  }
  if (status.suspends()) {
    return absl::StrCat("NOT REVIEWED, due ",
                        TimeText(status.review_due_time()),
                        ": THE ACCOUNT IS SUSPENDED");
  }
  return absl::StrCat("to be reviewed until ",
                      TimeText(status.review_due_time()));
}

void Show(Context& context, const v1::BreakGlassStatus& status) {
  context.Text(absl::StrCat(status.break_glass_id(), "  ",
                            status.asker_subject(), ", ", StateText(status)));
  std::string categories;
  for (const int category : status.categories()) {
    absl::StrAppend(
        &categories, categories.empty() ? "" : ", ",
        ShortName(v1::Category_Name(static_cast<v1::Category>(category)),
                  "CATEGORY_"));
  }
  context.Text(absl::StrCat(
      "  ", TimeText(status.opened_time()), ", ",
      ShortName(v1::BreakGlassReason_Name(status.reason()),
                "BREAK_GLASS_REASON_"),
      ", for ", ShortName(v1::Purpose_Name(status.purpose()), "PURPOSE_"), ": ",
      categories));
  if (!status.free_text().empty()) {
    context.Text(absl::StrCat("  said: ", status.free_text()));
  }
  for (const std::string& query_id : status.query_ids()) {
    context.Text(absl::StrCat("  ", query_id));
  }
  if (status.verdict() == v1::BREAK_GLASS_VERDICT_UNSPECIFIED) return;
  if (!status.told_agency_ids().empty()) {
    context.Text(absl::StrCat("  acknowledged by ",
                              absl::StrJoin(status.told_agency_ids(), ", ")));
  }
  if (!status.untold_agency_ids().empty()) {
    context.Text(absl::StrCat("  NOT ACKNOWLEDGED by ",
                              absl::StrJoin(status.untold_agency_ids(), ", ")));
  }
}

Result List(Context& context, bool open_only) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto listed = Fetch(*client, open_only);
  if (!listed.ok()) return listed.status();
  context.Json(*listed);
  if (listed->statuses().empty()) context.Text("Nothing to show.");
  for (const v1::BreakGlassStatus& status : listed->statuses()) {
    Show(context, status);
  }
  return ExitCode::kOk;
}

// The one whose id begins with `id`.
absl::StatusOr<v1::BreakGlassStatus> FindOne(const NodeClient& client,
                                             const std::string& id) {
  const auto listed = Fetch(client, /*open_only=*/false);
  if (!listed.ok()) return listed.status();
  const v1::BreakGlassStatus* found = nullptr;
  for (const v1::BreakGlassStatus& status : listed->statuses()) {
    if (!absl::StartsWith(status.break_glass_id(), id)) continue;
    if (found != nullptr) {
      return UsageError("more than one begins so", "homeward break-glass list");
    }
    found = &status;
  }
  if (found == nullptr) {
    return absl::NotFoundError(
        "there is none with this id that you may see: sign in as who reviews");
  }
  return *found;
}

absl::StatusOr<v1::Envelope> SignReview(Context& context,
                                        const ReviewOptions& options,
                                        const v1::BreakGlassStatus& status) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto reviewer = ReadCaseIssuer(context, *home, options.key_file);
  if (!reviewer.ok()) return reviewer.status();
  v1::BreakGlassReview review;
  review.set_break_glass_sha256(status.break_glass_sha256());
  review.set_asker_agency_id(home->config().agency_id());
  review.set_reviewer_subject(reviewer->subject);
  review.set_verdict(options.justified ? v1::BREAK_GLASS_VERDICT_JUSTIFIED
                                       : v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED);
  *review.mutable_reviewed_time() = auth::ToTimestamp(context.now());
  return auth::SignDocument(auth::kBreakGlassReviewType, review, reviewer->key);
}

Result Review(Context& context, const ReviewOptions& options) {
  if (options.justified == options.not_justified) {
    return UsageError("say what you found", "--justified or --not-justified");
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto status = FindOne(*client, options.id);
  if (!status.ok()) return status.status();
  auto review = SignReview(context, options, *status);
  if (!review.ok()) return review.status();
  if (options.dry_run) {
    context.Json(*status);
    Show(context, *status);
    context.Say("It would be reviewed so; nothing was sent.");
    return ExitCode::kOk;
  }
  v1::ReviewBreakGlassRequest request;
  *request.mutable_review() = *std::move(review);
  v1::ReviewBreakGlassResponse response;
  const absl::Status taken = client->Call(
      &v1::BreakGlassService::Stub::ReviewBreakGlass, request, response);
  if (!taken.ok()) return taken;
  context.Json(response);
  Show(context, response.status());
  context.Next("homeward break-glass list --open");
  return ExitCode::kOk;
}

void AddReview(CLI::App* group, Context* context) {
  auto options = std::make_shared<ReviewOptions>();
  const std::string id = "9f86d081884c7d659a2feaa0c55ad015";
  CLI::App* command = AddCommand(
      group, "review", "Say whether it was right to break the glass",
      {absl::StrCat("homeward break-glass review ", id,
                    " --not-justified --key supervisor-2.pem"),
       absl::StrCat("homeward break-glass review ", id, " --justified")});
  command->add_option("id", options->id, "Which, by the list; its beginning")
      ->required();
  command->add_flag("--justified", options->justified, "It was right");
  command->add_flag("--not-justified", options->not_justified,
                    "It was not: the account stays suspended");
  command->add_option("--key", options->key_file,
                      "The key of the person who reviews; keys/case.pem of the "
                      "agency's folder if not given");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Review(*context, *options); }); });
}

}  // namespace

void AddGlassCommands(CLI::App* root, Context* context) {
  CLI::App* group =
      AddGroup(root, "break-glass", "Review where people broke the glass");
  auto open_only = std::make_shared<bool>(false);
  CLI::App* list = AddCommand(
      group, "list",
      "Where the glass was broken, what is to be reviewed, and who was told",
      {"homeward break-glass list", "homeward break-glass list --open"});
  list->add_flag("--open", *open_only,
                 "Only those that somebody must do something about");
  list->callback(
      [=] { context->Run([&] { return List(*context, *open_only); }); });
  AddReview(group, context);
}

}  // namespace homeward::cli
