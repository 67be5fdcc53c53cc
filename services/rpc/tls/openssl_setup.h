#ifndef HOMEWARD_SERVICES_RPC_TLS_OPENSSL_SETUP_H_
#define HOMEWARD_SERVICES_RPC_TLS_OPENSSL_SETUP_H_

#include "absl/status/status.h"

namespace homeward::rpc {

// Configures OpenSSL for this process: no session tickets.
// (In TLS 1.2 a session can still be resumed by its id while its connection is
// up; the client's certificate is judged then too.)
// A revoked client that holds a ticket would come in without its certificate
// being looked at anew, and gRPC 1.51 has no setting for it (grpc/grpc #14431).
//
// Call it first in `main`, before anything uses OpenSSL or gRPC: OpenSSL reads
// its configuration once. The machine's own openssl.cnf is not read.
// A second call only checks.
//
// Errors:
//   FAILED_PRECONDITION  OpenSSL was started before, so tickets are still on.
//   INTERNAL             No memory file, or OpenSSL can't start.
absl::Status ConfigureOpenSsl();

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_OPENSSL_SETUP_H_
