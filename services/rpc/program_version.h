#ifndef HOMEWARD_SERVICES_RPC_PROGRAM_VERSION_H_
#define HOMEWARD_SERVICES_RPC_PROGRAM_VERSION_H_

namespace homeward::rpc {

// The version of Homeward's programs, which are released together: what
// `homeward --version`, `homewardd --version` and `homeward status` say.
inline constexpr char kProgramVersion[] = "0.1";

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PROGRAM_VERSION_H_
