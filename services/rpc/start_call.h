#ifndef HOMEWARD_SERVICES_RPC_START_CALL_H_
#define HOMEWARD_SERVICES_RPC_START_CALL_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "services/rpc/fault.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// Has a worker hand `call` to `handler` once its caller is admitted. Ends it
// when nobody admits the caller, and at once when too many calls wait. `core`
// is the call's.
template <typename Call, typename Handler>
void StartCall(const std::shared_ptr<CallCore>& core,
               const std::shared_ptr<Call>& call, Handler handler) {
  const bool taken =
      core->Submit([core, call, handler = std::move(handler)]() mutable {
        absl::Status admitted = core->Admit();
        if (!admitted.ok()) return call->Finish(std::move(admitted));
        handler(std::move(call));
      });
  if (!taken) {
    call->Finish(FaultError(Fault::kOverloaded, "",
                            "too many calls wait for this node"));
  }
}

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_START_CALL_H_
