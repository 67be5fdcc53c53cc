#ifndef HOMEWARD_SERVICES_NODE_CONFIG_PROBE_CONFIG_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_PROBE_CONFIG_H_

#include "absl/status/status.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/federation/probing/probe_limit.h"

// The limits on probing as a configuration says them. Pure.
namespace homeward::node {

// OK when every field of `limits` is in its range.
//
// Errors:
//   INVALID_ARGUMENT  One is not; the text names it, and what to write.
absl::Status CheckProbeLimits(const internal::v1::ProbeLimits& limits);

// `limits`, with the default for each field that is not set.
federation::ProbeLimits ProbeLimitsOf(const internal::v1::ProbeLimits& limits);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_PROBE_CONFIG_H_
