#ifndef HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_CHECK_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_CHECK_H_

#include "absl/status/status.h"
#include "homeward/internal/v1/config.pb.h"

namespace homeward::node {

// Checks each field of `config`, defaults filled in, by itself: no file is
// looked at.
//
// Errors:
//   INVALID_ARGUMENT  The text names the first field that is wrong, and what to
//                     write.
absl::Status CheckFields(const internal::v1::NodeConfig& config);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_CHECK_H_
