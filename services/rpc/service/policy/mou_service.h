#ifndef HOMEWARD_SERVICES_RPC_SERVICE_POLICY_MOU_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_POLICY_MOU_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/policy.h"
#include "services/rpc/front.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {

// The MOUs of the own agency, over gRPC. The contract is in
// homeward/v1/mou_service.proto. Thread-safe.
class MouService final : public v1::MouService::CallbackService {
 public:
  // Adds which other parties refuse an MOU. Empty: it is not known of any.
  using AddRefusals = std::function<void(v1::MouSummary& mou)>;

  // The pointers must outlive the server. `changed` is called after every
  // change, to tell peers; it must not block.
  MouService(const Front* front, policy::Policy* policy, Clock clock,
             std::function<void()> changed, AddRefusals add_refusals = {})
      : front_(front),
        policy_(policy),
        clock_(std::move(clock)),
        changed_(std::move(changed)),
        add_refusals_(std::move(add_refusals)) {}

  grpc::ServerUnaryReactor* ProposeMou(
      grpc::CallbackServerContext* context,
      const v1::ProposeMouRequest* request,
      v1::ProposeMouResponse* response) override;
  grpc::ServerUnaryReactor* StateMou(grpc::CallbackServerContext* context,
                                     const v1::StateMouRequest* request,
                                     v1::StateMouResponse* response) override;
  grpc::ServerUnaryReactor* ListMous(grpc::CallbackServerContext* context,
                                     const v1::ListMousRequest* request,
                                     v1::ListMousResponse* response) override;

  // What the rpcs do once the caller is admitted; the first two block on the
  // store. `goes_on` as of Policy::ProposeMou(). Errors: as the rpcs.
  absl::StatusOr<v1::ProposeMouResponse> Propose(
      const auth::Caller& caller, const v1::ProposeMouRequest& request,
      const std::function<bool()>& goes_on = {});
  absl::StatusOr<v1::StateMouResponse> State(
      const auth::Caller& caller, const v1::StateMouRequest& request);
  absl::StatusOr<v1::ListMousResponse> List(
      const v1::ListMousRequest& request) const;

 private:
  // `mou` as staff are shown it.
  v1::MouSummary Shown(v1::MouSummary mou) const;

  const Front* const front_;
  policy::Policy* const policy_;
  const Clock clock_;
  const std::function<void()> changed_;
  const AddRefusals add_refusals_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_POLICY_MOU_SERVICE_H_
