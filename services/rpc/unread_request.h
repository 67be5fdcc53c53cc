#ifndef HOMEWARD_SERVICES_RPC_UNREAD_REQUEST_H_
#define HOMEWARD_SERVICES_RPC_UNREAD_REQUEST_H_

#include <memory>

#include "grpcpp/support/server_interceptor.h"

namespace homeward::rpc {

// Makes a server answer INVALID_ARGUMENT, with what to do, to a request whose
// bytes are not a message of its type. gRPC 1.51 says UNIMPLEMENTED without a
// word, which reads like a wrong address. (A message of an upload that can't
// be read is the end of the upload to gRPC: see client_stream.h.)
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
UnreadRequests();

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_UNREAD_REQUEST_H_
