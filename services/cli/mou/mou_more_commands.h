#ifndef HOMEWARD_SERVICES_CLI_MOU_MOU_MORE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_MOU_MOU_MORE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/cli/context.h"
#include "services/cli/node/node_client.h"

// Commands below `mou`. As those of command.h.
namespace homeward::cli {

// An MOU as a node has it, with who must sign and who suspends it.
void ShowMou(Context& context, const v1::MouSummary& summary);

// Every MOU of the node, page by page. Errors: as NodeClient::Call().
absl::StatusOr<v1::ListMousResponse> FetchMous(const NodeClient& client);

// Giving an MOU to the node, listing what it has, and countersigning.
void AddMouNodeCommands(CLI::App* mou, Context* context);

// Signing what another party proposed.
void AddMouCountersignCommand(CLI::App* mou, Context* context);

// What one party says about an MOU: suspended, resumed, ended.
void AddMouStatementCommands(CLI::App* mou, Context* context);

// What an MOU says, and its next version.
void AddMouPageCommands(CLI::App* mou, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_MOU_MORE_COMMANDS_H_
