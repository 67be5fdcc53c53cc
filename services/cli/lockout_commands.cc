#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "homeward/v1/admin_service.grpc.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

// `homeward lockout`: whose questions the node does not search for.
namespace homeward::cli {
namespace {

// Whom or what it is about, in words.
std::string WhoText(const v1::ProbeLockout& lockout) {
  switch (lockout.scope()) {
    case v1::PROBE_SCOPE_OFFICER:
      return absl::StrCat(lockout.subject(), " of ", lockout.agency_id());
    case v1::PROBE_SCOPE_PURPOSE:
      return absl::StrCat(
          lockout.agency_id(), " for ",
          ShortName(v1::Purpose_Name(lockout.purpose()), "PURPOSE_"));
    case v1::PROBE_SCOPE_CHILD:
      return absl::StrCat(lockout.agency_id(), " about one child");
    default:
      return absl::StrCat("all of ", lockout.agency_id());
  }
}

std::string CauseText(v1::ProbeCause cause) {
  switch (cause) {
    case v1::PROBE_CAUSE_QUESTIONS:
      return "too many questions";
    case v1::PROBE_CAUSE_MISSES:
      return "too many questions that find nothing";
    case v1::PROBE_CAUSE_NAMES:
      return "too many different names";
    case v1::PROBE_CAUSE_LOCKOUTS:
      return "too many of the agency are locked out";
    default:
      return "not said";
  }
}

struct LiftOptions {
  std::string lockout_id;
  bool dry_run = false;
};

void Show(Context& context, const v1::ProbeLockout& lockout) {
  context.Text(absl::StrCat(lockout.lockout_id(), "  ", WhoText(lockout),
                            ", until ", TimeText(lockout.end_time())));
  context.Text(absl::StrCat("  ", CauseText(lockout.cause()), ", since ",
                            TimeText(lockout.begin_time())));
}

absl::StatusOr<v1::ListProbeLockoutsResponse> Fetch(const NodeClient& client) {
  v1::ListProbeLockoutsResponse response;
  const absl::Status status =
      client.Call(&v1::AdminService::Stub::ListProbeLockouts,
                  v1::ListProbeLockoutsRequest(), response);
  if (!status.ok()) return status;
  return response;
}

Result List(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto listed = Fetch(*client);
  if (!listed.ok()) return listed.status();
  context.Json(*listed);
  if (listed->lockouts().empty()) context.Text("Nobody is locked out.");
  for (const v1::ProbeLockout& lockout : listed->lockouts()) {
    Show(context, lockout);
  }
  return ExitCode::kOk;
}

Result WouldBeLifted(Context& context, const NodeClient& client,
                     const std::string& lockout_id) {
  const auto listed = Fetch(client);
  if (!listed.ok()) return listed.status();
  for (const v1::ProbeLockout& lockout : listed->lockouts()) {
    if (lockout.lockout_id() != lockout_id) continue;
    context.Json(lockout);
    Show(context, lockout);
    context.Say("It would be lifted; nothing was changed.");
    return ExitCode::kOk;
  }
  return absl::NotFoundError(
      "there is no such lockout; `homeward lockout list`");
}

Result Lift(Context& context, const LiftOptions& options) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  if (options.dry_run) {
    return WouldBeLifted(context, *client, options.lockout_id);
  }
  v1::LiftProbeLockoutRequest request;
  request.set_lockout_id(options.lockout_id);
  v1::LiftProbeLockoutResponse response;
  const absl::Status status = client->Call(
      &v1::AdminService::Stub::LiftProbeLockout, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  context.Text("Lifted.");
  context.Next("homeward lockout list");
  return ExitCode::kOk;
}

}  // namespace

void AddLockoutCommands(CLI::App* root, Context* context) {
  CLI::App* lockout =
      AddGroup(root, "lockout",
               "Whose questions are not searched for: limits on probing");
  CLI::App* list = AddCommand(
      lockout, "list", "Who is locked out, since when, until when and why",
      {"homeward lockout list", "homeward lockout list -o json"});
  list->callback([=] { context->Run([&] { return List(*context); }); });
  auto options = std::make_shared<LiftOptions>();
  CLI::App* lift = AddCommand(
      lockout, "lift",
      "End a lockout before its time; with an agency's, all others of it",
      {"homeward lockout lift 0123456789abcdef0123456789abcdef",
       "homeward lockout lift 0123456789abcdef0123456789abcdef -o json"});
  lift->add_option("id", options->lockout_id, "Its id")->required();
  AddDryRun(lift, &options->dry_run);
  lift->callback(
      [=] { context->Run([&] { return Lift(*context, *options); }); });
}

}  // namespace homeward::cli
