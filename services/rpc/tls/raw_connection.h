#ifndef HOMEWARD_SERVICES_RPC_TLS_RAW_CONNECTION_H_
#define HOMEWARD_SERVICES_RPC_TLS_RAW_CONNECTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Host names and TCP, each with a time limit, for the path check.
namespace homeward::rpc {

// A socket address, in the system's form.
using Address = std::string;

// The addresses of `host:port` (or `[v6]:port`), in the system's order. The
// system's resolver can't be cancelled: when it takes longer than `timeout` it
// goes on by itself and its result is dropped.
//
// Errors:
//   INVALID_ARGUMENT   Not `host:port`.
//   NOT_FOUND          The name has no address; the text is the system's.
//   DEADLINE_EXCEEDED  No answer from the name server.
absl::StatusOr<std::vector<Address>> Resolve(absl::string_view endpoint,
                                             absl::Duration timeout);

// A non-blocking socket that is connected to `address`; the caller closes it.
//
// Errors:
//   UNAVAILABLE        Refused, or no route; the text is the system's.
//   DEADLINE_EXCEEDED  No answer: packets are dropped on the way.
absl::StatusOr<int> Connect(const Address& address, absl::Time deadline);

// Waits until the socket can be read (or written). False when `deadline`
// passes first.
bool WaitFor(int socket, bool to_write, absl::Time deadline);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_RAW_CONNECTION_H_
