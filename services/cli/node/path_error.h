#ifndef HOMEWARD_SERVICES_CLI_NODE_PATH_ERROR_H_
#define HOMEWARD_SERVICES_CLI_NODE_PATH_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "services/rpc/peer/probe.h"

// Why the own node can't be reached: the fault table of docs/errors.md.
namespace homeward::cli {

// Walks the path by a connection of its own, within 2 seconds, and says what
// breaks it: the name, the port, TLS, or a certificate. Never OK.
absl::Status ExplainPath(const rpc::ProbeTarget& target);

// What is said of the code `code` when the own node is the other side:
// `detail` with whose fault it is and what mends it.
absl::Status OwnNodeError(const std::string& code, const std::string& detail);

// `status`, which came without a detail, with a code, whose fault it is, and
// what mends it; never a bare "deadline exceeded".
absl::Status ExplainCall(absl::Status status, const std::string& endpoint);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_NODE_PATH_ERROR_H_
