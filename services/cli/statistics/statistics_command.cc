#include "services/cli/statistics/statistics_command.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/statistics_service.grpc.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/node/node_client.h"
#include "services/cli/statistics/count_view.h"

namespace homeward::cli {
namespace {

// All records are read once for each table and quarter.
constexpr absl::Duration kCountTimeout = absl::Hours(1);

struct Options {
  std::string table;
  bool list = false;
};

// The tables that there are; asks nobody.
Result List(Context& context) {
  std::vector<std::string> values;
  for (const TableEntry& entry : TableList()) {
    context.Text(absl::StrCat(entry.name, ": ", entry.about));
    values.push_back(absl::StrCat("{\"name\":\"", entry.name, "\",\"about\":\"",
                                  entry.about, "\"}"));
  }
  context.JsonText(
      absl::StrCat("{\"tables\":[", absl::StrJoin(values, ","), "]}"));
  return ExitCode::kOk;
}

Result Count(Context& context, const Options& options) {
  if (options.list) return List(context);
  const auto table = ParseTable(options.table);
  if (!table.ok()) return table.status();
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::CountChildrenRequest request;
  request.set_table(*table);
  request.set_purpose(v1::PURPOSE_STATISTICS);
  v1::CountChildrenResponse response;
  const absl::Status status =
      client->Call(&v1::StatisticsService::Stub::CountChildren, request,
                   response, kCountTimeout);
  if (!status.ok()) return status;
  context.Json(response);
  for (const std::string& line : CountText(response.table(), context.plain)) {
    context.Text(line);
  }
  context.Say(
      "Hidden are counts from 1 to 4, and others from which they could be "
      "computed.");
  return ExitCode::kOk;
}

}  // namespace

void AddStatisticsCommand(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* statistics = AddCommand(
      root, kStatisticsWord,
      "How many children: a table of the last quarter, without small counts",
      {"homeward statistics --list", "homeward statistics registrations",
       "homeward statistics wellbeing -o json"});
  statistics->add_option("table", options->table, "The table; see --list");
  statistics->add_flag("--list", options->list, "Show the tables there are");
  statistics->callback(
      [=] { context->Run([&] { return Count(*context, *options); }); });
}

}  // namespace homeward::cli
