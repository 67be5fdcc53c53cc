#ifndef HOMEWARD_SERVICES_RPC_STORE_HEALTH_H_
#define HOMEWARD_SERVICES_RPC_STORE_HEALTH_H_

namespace homeward::rpc {

// The name by which the health service of a node tells whether its store can be
// written, beside the services that it offers.
inline constexpr char kStoreHealth[] = "homeward.store";

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_STORE_HEALTH_H_
