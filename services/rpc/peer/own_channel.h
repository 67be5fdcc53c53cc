#ifndef HOMEWARD_SERVICES_RPC_PEER_OWN_CHANNEL_H_
#define HOMEWARD_SERVICES_RPC_PEER_OWN_CHANNEL_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "services/rpc/tls/tls_pair.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// A channel from a program of staff, whose pair is `pair` (a client id), to a
// node of its own agency at `endpoint` (`host:port`). The node's certificate
// must chain to the root of the pair and name a node of the same agency and
// federation at the time of the handshake; no directory is needed. Staff
// assertions go into the metadata kStaffAssertionKey of each call.
std::shared_ptr<grpc::Channel> OwnNodeChannel(
    const std::string& endpoint, std::shared_ptr<const TlsPair> pair,
    Clock clock);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_OWN_CHANNEL_H_
