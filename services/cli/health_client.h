#ifndef HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_
#define HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"

namespace homeward::cli {

// What the standard health service at the other end of `channel`, which leads
// to `endpoint`, says of the whole server, within 2 seconds.
//
// Errors:
//   UNAVAILABLE  It does not answer: HW-NET-001 to HW-NET-004, or HW-TLS-010
//                when one side speaks TLS and the other does not.
//
// Source: grpc.health.v1,
// github.com/grpc/grpc/blob/master/doc/health-checking.md
absl::StatusOr<bool> AskHealth(const std::shared_ptr<grpc::Channel>& channel,
                               const std::string& endpoint);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_
