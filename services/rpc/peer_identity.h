#ifndef HOMEWARD_SERVICES_RPC_PEER_IDENTITY_H_
#define HOMEWARD_SERVICES_RPC_PEER_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/server_context.h"
#include "services/rpc/admission.h"

// What gRPC knows of the other end of a call.
namespace homeward::rpc {

// The certificate and the staff assertion of a call, unverified. The identity
// is `peer_spiffe_id`, which gRPC 1.51 sets only for a certificate with exactly
// one URI name; its default peer identity mixes all names and is never used.
//
// Errors:
//   UNAUTHENTICATED  The connection is not TLS with a client certificate, or
//                    the certificate has not exactly one URI name.
absl::StatusOr<Credentials> CredentialsOf(
    const grpc::CallbackServerContext& context);

// The agency that the certificate of the connection names, to share the queue
// by: it was verified at the handshake. Empty when it names none.
std::string AccountOf(const grpc::AuthContext& context);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_IDENTITY_H_
