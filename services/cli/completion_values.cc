#include "services/cli/completion_values.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/completion_script.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/node/node_client.h"
#include "services/cli/statistics/count_view.h"

namespace homeward::cli {
namespace {

// Connecting and asking together: with the start of the process, less than a
// second from the key to the answer.
constexpr absl::Duration kSoon = absl::Milliseconds(800);
constexpr int kMostMous = 200;

// The agencies of the directory that is in the folder, or in the present one:
// that of governance.
std::vector<std::string> Agencies(const Context& context) {
  std::vector<std::string> ids;
  const auto published =
      ReadPublished(context.home.empty() ? "." : context.home, context.now());
  if (!published.ok()) return ids;
  for (const auto& member : published->document.members()) {
    ids.push_back(member.agency_id());
  }
  return ids;
}

// The MOUs that the own node knows, for whoever is signed in.
std::vector<std::string> Mous(const Context& context) {
  std::vector<std::string> ids;
  if (context.home.empty()) return ids;
  const absl::Time deadline = absl::Now() + kSoon;
  const auto client = NodeClient::OpenBy(context, deadline);
  if (!client.ok()) return ids;
  v1::ListMousRequest request;
  request.set_page_size(kMostMous);
  v1::ListMousResponse listed;
  if (!client
           ->Call(&v1::MouService::Stub::ListMous, request, listed,
                  deadline - absl::Now())
           .ok()) {
    return ids;
  }
  for (const v1::MouSummary& summary : listed.mous()) {
    const std::string& id = summary.mou().mou_id();
    if (ids.empty() || ids.back() != id) ids.push_back(id);
  }
  return ids;
}

std::vector<std::string> Tables() {
  std::vector<std::string> names;
  for (const TableEntry& entry : TableList()) names.push_back(entry.name);
  return names;
}

std::vector<std::string> Formats() {
  std::vector<std::string> names;
  for (const FormatName& known : kFormatNames) names.push_back(known.name);
  return names;
}

bool TakesWord(const CLI::App& command, const std::string& name) {
  const CLI::Option* option = command.get_option_no_throw(name);
  return option != nullptr && option->get_positional();
}

// Whether `command` takes the id of an MOU that is there. `mou new` names one
// that is not.
bool TakesMou(const CLI::App& command) {
  return command.get_parent() != nullptr &&
         command.get_parent()->get_name() == "mou" &&
         command.get_name() != "new" && TakesWord(command, "id");
}

}  // namespace

std::vector<std::string> OptionValues(const Context& context,
                                      absl::string_view option) {
  if (option == "--role") return RoleNames();
  if (option == "--purpose") return PurposeNames();
  if (option == "--category") return CategoryNames();
  if (option == "--peer" || option == "--agency" || option == "--party") {
    return Agencies(context);
  }
  if (option == "--mou") return Mous(context);
  if (option == "-o" || option == "--output") return Formats();
  return {};
}

std::vector<std::string> WordValues(const Context& context,
                                    const CLI::App& command) {
  if (command.get_name() == kStatisticsWord) return Tables();
  if (TakesMou(command)) return Mous(context);
  if (TakesWord(command, "agency")) return Agencies(context);
  if (TakesWord(command, "shell")) return ShellNames();
  return {};
}

}  // namespace homeward::cli
