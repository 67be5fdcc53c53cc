#ifndef HOMEWARD_SERVICES_RPC_GRPC_ERROR_H_
#define HOMEWARD_SERVICES_RPC_GRPC_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace homeward::rpc {

// What is known about a call that failed.
struct FailedCall {
  // Whom it was for.
  std::string agency_id;
  // `host:port`.
  std::string endpoint;
  // What gRPC said.
  grpc::Status status;
  // Whether a connection was up.
  bool connected = false;
  // What the judge of the certificate said last on this channel.
  absl::Status judged;
};

// Why a call to a peer failed, for own staff: what is wrong, where, whose
// fault, and what mends it, never a bare "deadline exceeded". gRPC gives most
// causes as text only, so its words are searched; what they do not tell is
// called broken and the text is passed on.
//
// Errors: those of federation::Peer, with the detail that fault.h lists.
absl::Status ExplainFailure(const FailedCall& call);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_GRPC_ERROR_H_
