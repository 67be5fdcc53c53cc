#ifndef HOMEWARD_SERVICES_NODE_CONFIG_NUMBER_CHECK_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_NUMBER_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The numbers of a configuration. Pure.
namespace homeward::node {

// OK when the `value` of `field` is in [low, high].
//
// Errors:
//   INVALID_ARGUMENT  It is not; the text names the field, the range, and what
//                     to write.
absl::Status CheckNumber(absl::string_view field, int value, int low, int high);

// The same in [1, high], for a field that may be left out: then it is 0.
absl::Status CheckNumberIfSet(absl::string_view field, int value, int high);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_NUMBER_CHECK_H_
