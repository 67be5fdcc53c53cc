#ifndef HOMEWARD_SERVICES_RPC_PEER_PEER_REPLY_H_
#define HOMEWARD_SERVICES_RPC_PEER_PEER_REPLY_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::rpc {

// The message that the node of `agency_id` replied from `endpoint` in `bytes`:
// an AskResponse, SynchronizeResponse or ProbeResponse. The one place that
// reads replies, since a stub of gRPC 1.51 says OK of bytes that are no
// message and gives what it read up to the fault.
//
// Errors:
//   DATA_LOSS  The bytes are no such message, or lack what every such reply
//              has (HW-PEER-002).
template <typename Response>
absl::StatusOr<Response> ReadReply(const std::string& agency_id,
                                   const std::string& endpoint,
                                   const grpc::ByteBuffer& bytes);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_PEER_REPLY_H_
