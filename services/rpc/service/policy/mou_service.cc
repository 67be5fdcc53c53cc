#include "services/rpc/service/policy/mou_service.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/rpc/call.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 200;
// A page stays below what gRPC takes in one message (4 MiB).
constexpr size_t kMaxPageBytes = size_t{2} << 20;

}  // namespace

grpc::ServerUnaryReactor* MouService::ProposeMou(
    grpc::CallbackServerContext* context, const v1::ProposeMouRequest* request,
    v1::ProposeMouResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.MouService/ProposeMou", request, response,
      [this](auto call) {
        const auto goes_on = [&call] { return call->awaited(); };
        call->Finish(Propose(call->caller(), call->request(), goes_on));
      });
}

grpc::ServerUnaryReactor* MouService::StateMou(
    grpc::CallbackServerContext* context, const v1::StateMouRequest* request,
    v1::StateMouResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.MouService/StateMou", request,
                    response, [this](auto call) {
                      call->Finish(State(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* MouService::ListMous(
    grpc::CallbackServerContext* context, const v1::ListMousRequest* request,
    v1::ListMousResponse* response) {
  return ServeUnary(front_, context, "homeward.v1.MouService/ListMous", request,
                    response,
                    [this](auto call) { call->Finish(List(call->request())); });
}

absl::StatusOr<v1::ProposeMouResponse> MouService::Propose(
    const auth::Caller& caller, const v1::ProposeMouRequest& request,
    const std::function<bool()>& goes_on) {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  const std::shared_ptr<const policy::State> before = policy_->state();
  auto summary =
      policy_->ProposeMou(request.mou(), request.dry_run(), clock_(), goes_on);
  // One that crosses a red line is kept, and peers may lack it too.
  if (policy_->state() != before) changed_();
  if (!summary.ok()) return summary.status();
  v1::ProposeMouResponse response;
  *response.mutable_mou() = Shown(*std::move(summary));
  return response;
}

absl::StatusOr<v1::StateMouResponse> MouService::State(
    const auth::Caller& caller, const v1::StateMouRequest& request) {
  absl::Status may = RequireNodeAdmin(caller);
  if (!may.ok()) return may;
  auto summary = policy_->StateMou(request.statement(), clock_());
  if (!summary.ok()) return summary.status();
  changed_();
  v1::StateMouResponse response;
  *response.mutable_mou() = Shown(*std::move(summary));
  return response;
}

absl::StatusOr<v1::ListMousResponse> MouService::List(
    const v1::ListMousRequest& request) const {
  const std::shared_ptr<const policy::State> state = policy_->state();
  const auto& mous = state->mous.mous();
  auto next = mous.begin();
  if (!request.page_token().empty()) {
    std::string last;
    const bool known =
        absl::WebSafeBase64Unescape(request.page_token(), &last) &&
        mous.count(last) == 1;
    if (!known) {
      return absl::InvalidArgumentError(
          "page_token: not one of this list; begin again without it");
    }
    next = mous.upper_bound(last);
  }
  if (request.page_size() < 0) {
    return absl::InvalidArgumentError("page_size: negative; 0 means 50");
  }
  const int limit = request.page_size() == 0
                        ? kDefaultPage
                        : std::min(request.page_size(), kLargestPage);
  v1::ListMousResponse response;
  size_t bytes = 0;
  std::string last;
  for (; next != mous.end() && response.mous_size() < limit; ++next) {
    v1::MouSummary summary = Shown(state->Summarize(next->first, clock_()));
    bytes += summary.ByteSizeLong();
    if (response.mous_size() > 0 && bytes > kMaxPageBytes) break;
    *response.add_mous() = std::move(summary);
    last = next->first;
  }
  if (next != mous.end()) {
    response.set_next_page_token(absl::WebSafeBase64Escape(last));
  }
  return response;
}

v1::MouSummary MouService::Shown(v1::MouSummary mou) const {
  if (add_refusals_) add_refusals_(mou);
  return mou;
}

}  // namespace homeward::rpc
