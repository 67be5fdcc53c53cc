#ifndef HOMEWARD_SERVICES_RPC_OFFERED_SERVICES_H_
#define HOMEWARD_SERVICES_RPC_OFFERED_SERVICES_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/server_builder_option.h"

namespace homeward::rpc {

// Makes a server that starts write the full name of each service that it
// offers to `*names`, as homeward.v1.QueryService: those of the node, of
// reflection and of health. `names` must live until the server has started.
std::unique_ptr<grpc::ServerBuilderOption> TellOfferedServices(
    std::vector<std::string>* names);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_OFFERED_SERVICES_H_
