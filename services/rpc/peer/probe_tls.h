#ifndef HOMEWARD_SERVICES_RPC_PEER_PROBE_TLS_H_
#define HOMEWARD_SERVICES_RPC_PEER_PROBE_TLS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/rpc/peer/probe.h"

namespace homeward::rpc {

// What one TLS handshake with a peer showed.
struct TlsFinding {
  // OK when it speaks TLS and gRPC and takes this node's certificate.
  absl::Status handshake;
  // What the target's judge says of its certificate. Means something only when
  // `handshake` is OK.
  absl::Status identity;
  // Of the protocol, such as "TLSv1.3".
  std::string version;
};

// Shakes hands with `target` over `socket`, which is connected and doesn't
// block, and stays the caller's. Waits until `deadline` at most.
TlsFinding ProbeTls(const ProbeTarget& target, int socket, absl::Time deadline);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_PROBE_TLS_H_
