#ifndef HOMEWARD_SERVICES_RPC_PEER_PROBE_H_
#define HOMEWARD_SERVICES_RPC_PEER_PROBE_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_pair.h"

// The path to a peer, step by step, for `homeward doctor`: by a connection of
// its own, so that each step's reason is exact.
namespace homeward::rpc {

// Where and as whom to look.
struct ProbeTarget {
  std::string agency_id;
  // `host:port`.
  std::string endpoint;
  // Shown to the peer.
  const TlsPair* pair = nullptr;
  // Judges the peer's certificate.
  CertificateJudge judge;
};

// Walks the path and returns the steps up to the first that fails:
//   resolve    the host name has an address
//   connect    something listens there
//   handshake  it speaks TLS and gRPC, and takes this node's certificate
//   identity   its certificate is that of the agency
// Each failed step has the error code of fault.h. Blocks, for at most
// `timeout`: never call it on a gRPC thread. Thread-safe.
std::vector<v1::ProbeStep> ProbePath(const ProbeTarget& target,
                                     absl::Duration timeout);

// The step `clock`: fails when the clocks are more than 30 s apart, which is
// when signed questions are refused. `peer_now` is what the peer said and
// `own_now` the middle of asking.
v1::ProbeStep ClockStep(const std::string& agency_id, absl::Time peer_now,
                        absl::Time own_now);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_PROBE_H_
