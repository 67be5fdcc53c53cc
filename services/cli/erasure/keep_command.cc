#include "services/cli/erasure/keep_command.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "homeward/v1/erasure_service.grpc.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "homeward/v1/retention.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/erasure/erasure_view.h"
#include "services/cli/exit_code.h"
#include "services/cli/node/node_client.h"

namespace homeward::cli {
namespace {

constexpr char kClocks[] =
    "The clock that starts anew: tips, crossing-photos or case-file";
constexpr char kRecord[] =
    "agencies/clinic/children/0123456789abcdef0123456789abcdef";

struct Options {
  std::string record_id;
  std::string clock;
  std::optional<int> days;
  bool dry_run = false;
};

Result Keep(Context& context, const Options& options) {
  if (options.clock.empty() == !options.days.has_value()) {
    return UsageError(
        "a record is kept after a review or to investigate a crime",
        "give one of --reviewed and --investigation-days");
  }
  v1::KeepChildRequest request;
  request.set_record_id(options.record_id);
  if (options.days.has_value()) {
    request.set_ground(v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION);
    request.mutable_expiry_time()->set_seconds(
        absl::ToUnixSeconds(context.now() + *options.days * absl::Hours(24)));
  } else {
    request.set_ground(v1::KEEPING_GROUND_REVIEWED);
    v1::RetentionClock clock = v1::RETENTION_CLOCK_UNSPECIFIED;
    if (!v1::RetentionClock_Parse(EnumName(options.clock, "RETENTION_CLOCK_"),
                                  &clock)) {
      return UsageError("there is no such clock", kClocks);
    }
    request.set_clock(clock);
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  if (options.dry_run) {
    context.Json(request);
    context.Say("It would be said of the record; nothing was sent.");
    return ExitCode::kOk;
  }
  v1::KeepChildResponse response;
  const absl::Status status =
      client->Call(&v1::ErasureService::Stub::KeepChild, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  for (const v1::Keeping& keeping : response.keepings()) {
    context.Text(KeepingText(keeping));
  }
  if (response.keepings().empty()) context.Text("Nothing is said of it now.");
  return ExitCode::kOk;
}

}  // namespace

void AddKeepCommand(CLI::App* child, Context* context) {
  auto options = std::make_shared<Options>();
  const std::string line = absl::StrCat("homeward child keep ", kRecord);
  CLI::App* keep = AddCommand(
      child, "keep",
      "Say that a record is kept: after a review, or to investigate a crime",
      {absl::StrCat(line, " --reviewed case-file"),
       absl::StrCat(line, " --investigation-days 90 -o json")});
  keep->add_option("record", options->record_id, "The own record")->required();
  keep->add_option("--reviewed", options->clock, kClocks);
  keep->add_option("--investigation-days", options->days,
                   "A law asks to keep it so many days from now, at most 730; "
                   "0 ends it")
      ->check(CLI::Range(0, 730));
  AddDryRun(keep, &options->dry_run);
  keep->callback(
      [=] { context->Run([&] { return Keep(*context, *options); }); });
}

}  // namespace homeward::cli
