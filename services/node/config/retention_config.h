#ifndef HOMEWARD_SERVICES_NODE_CONFIG_RETENTION_CONFIG_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_RETENTION_CONFIG_H_

#include "absl/status/status.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/federation/erasure/retention_clocks.h"

// The retention clocks as a configuration says them. Pure.
namespace homeward::node {

// OK when every field of `periods` is in its range.
//
// Errors:
//   INVALID_ARGUMENT  One is not; the text names it, and what to write.
absl::Status CheckRetention(const internal::v1::RetentionPeriods& periods);

// `periods`, with the default for each field that is not set.
federation::RetentionPeriods RetentionPeriodsOf(
    const internal::v1::RetentionPeriods& periods);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_RETENTION_CONFIG_H_
