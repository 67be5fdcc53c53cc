#include <memory>
#include <string>

#include "absl/status/status.h"
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

Result List(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListProbeLockoutsResponse response;
  const absl::Status status =
      client->Call(&v1::AdminService::Stub::ListProbeLockouts,
                   v1::ListProbeLockoutsRequest(), response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.lockouts().empty()) context.Text("Nobody is locked out.");
  for (const v1::ProbeLockout& lockout : response.lockouts()) {
    context.Text(absl::StrCat(lockout.lockout_id(), "  ", WhoText(lockout),
                              ", until ", TimeText(lockout.end_time())));
    context.Text(absl::StrCat("  ", CauseText(lockout.cause()), ", since ",
                              TimeText(lockout.begin_time())));
  }
  return ExitCode::kOk;
}

Result Lift(Context& context, const std::string& lockout_id) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::LiftProbeLockoutRequest request;
  request.set_lockout_id(lockout_id);
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
  auto lockout_id = std::make_shared<std::string>();
  CLI::App* lift = AddCommand(
      lockout, "lift",
      "End a lockout before its time; with an agency's, all others of it",
      {"homeward lockout lift 0123456789abcdef0123456789abcdef",
       "homeward lockout lift 0123456789abcdef0123456789abcdef -o json"});
  lift->add_option("id", *lockout_id, "Its id")->required();
  lift->callback(
      [=] { context->Run([&] { return Lift(*context, *lockout_id); }); });
}

}  // namespace homeward::cli
