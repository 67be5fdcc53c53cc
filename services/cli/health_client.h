#ifndef HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_
#define HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"

namespace homeward::cli {

// What the standard health service at the other end of `channel`, which leads
// to `endpoint`, says of `name` within 2 seconds: a service of it, or the whole
// server for "". `name` has at most 127 bytes.
//
// Errors:
//   UNAVAILABLE  It does not answer, or knows no such name: HW-NET-001 to
//   HW-NET-004, or HW-TLS-010
//                when one side speaks TLS and the other does not.
//
// Source: grpc.health.v1,
// github.com/grpc/grpc/blob/master/doc/health-checking.md
absl::StatusOr<bool> AskHealth(const std::shared_ptr<grpc::Channel>& channel,
                               const std::string& endpoint,
                               absl::string_view name);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_HEALTH_CLIENT_H_
