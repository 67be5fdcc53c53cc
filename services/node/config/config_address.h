#ifndef HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_ADDRESS_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Addresses as the configuration writes them. Pure: nothing is looked up.
namespace homeward::node {

struct Address {
  // Without the brackets of an IPv6 address.
  std::string host;
  // In [0, 65535].
  int port = 0;
};

// Reads `host:port` or `[ipv6]:port`. INVALID_ARGUMENT if it is neither.
absl::StatusOr<Address> SplitAddress(absl::string_view text);

// Whether `text` is `host:port` and the host is `localhost`, `::1` or in
// 127.0.0.0/8 (RFC 6890).
bool IsLoopback(absl::string_view text);

// Whether `text` is `unix:PATH` with a path that fits a socket's address (107
// bytes on Linux, unix(7)).
bool IsUnixSocket(absl::string_view text);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_ADDRESS_H_
