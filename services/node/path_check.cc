#include "services/node/path_check.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/state.h"
#include "services/rpc/probe.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kWalkTime = absl::Seconds(2);
constexpr absl::Duration kBackTime = absl::Seconds(5);
constexpr absl::Duration kBetweenWalks = absl::Seconds(1);

bool AllWork(const std::vector<v1::ProbeStep>& steps) {
  return absl::c_all_of(steps,
                        [](const v1::ProbeStep& step) { return step.ok(); });
}

v1::ProbeStep Failed(const std::string& name, absl::string_view detail) {
  v1::ProbeStep step;
  step.set_name(name);
  step.set_detail(std::string(detail));
  return step;
}

}  // namespace

PathCheck::PathCheck(std::string own_agency, const policy::Policy* policy,
                     const rpc::TlsKeeper* keeper,
                     const rpc::PeerVerifier* verifier,
                     federation::PeerFinder peers)
    : own_agency_(std::move(own_agency)),
      policy_(policy),
      keeper_(keeper),
      verifier_(verifier),
      peers_(std::move(peers)) {}

v1::ProbeStep PathCheck::MouStep(const std::string& agency_id) const {
  const auto partners =
      policy_->current()->mous->Partners(own_agency_, absl::Now());
  v1::ProbeStep step;
  step.set_name("mou");
  step.set_ok(absl::c_linear_search(partners, agency_id));
  step.set_detail(step.ok()
                      ? "an MOU with this agency is in force"
                      : "no MOU with this agency is in force; see homeward mou "
                        "list");
  return step;
}

absl::StatusOr<std::vector<v1::ProbeStep>> PathCheck::Walk(
    const std::string& agency_id) {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  auto member = policy->directory->Find(agency_id, absl::Now());
  if (!member.ok()) return member.status();
  if ((*member)->endpoints().empty()) {
    return std::vector<v1::ProbeStep>{
        Failed("resolve", "the directory lists no endpoint of this agency")};
  }
  const std::shared_ptr<const rpc::TlsPair> pair = keeper_->current();
  rpc::ProbeTarget target;
  target.agency_id = agency_id;
  target.endpoint = (*member)->endpoints().front();
  target.pair = pair.get();
  target.judge = [this](absl::string_view leaf, absl::string_view chain) {
    return verifier_->Verify(leaf, chain, rpc::Revocation::kKnownGood).status();
  };
  std::vector<v1::ProbeStep> steps = rpc::ProbePath(target, kWalkTime);
  if (AllWork(steps)) steps.push_back(MouStep(agency_id));
  return steps;
}

absl::StatusOr<v1::ProbeResponse> PathCheck::WalkBack(
    const std::string& agency_id) {
  {
    absl::MutexLock lock(&mutex_);
    absl::Time& last =
        asked_.emplace(agency_id, absl::InfinitePast()).first->second;
    if (absl::Now() - last < kBetweenWalks) {
      return absl::ResourceExhaustedError(
          "asked more often than once a second; ask again later");
    }
    last = absl::Now();
  }
  auto steps = Walk(agency_id);
  if (!steps.ok()) return steps.status();
  v1::ProbeResponse response;
  for (v1::ProbeStep& step : *steps) *response.add_steps() = std::move(step);
  return response;
}

void PathCheck::AskBack(const std::string& agency_id,
                        v1::DiagnosePeerResponse& response) const {
  const std::shared_ptr<federation::Peer> peer = peers_(agency_id);
  if (peer == nullptr) return;
  absl::Notification done;
  absl::StatusOr<v1::ProbeResponse> reply;
  peer->Probe({}, absl::Now() + kBackTime,
              [&](absl::StatusOr<v1::ProbeResponse> result) {
                reply = std::move(result);
                done.Notify();
              });
  done.WaitForNotification();
  if (reply.ok()) {
    response.mutable_backward()->Swap(reply->mutable_steps());
  } else {
    *response.add_backward() = Failed(
        "ask",
        absl::StrCat("the peer did not walk back: ", reply.status().message()));
  }
}

absl::StatusOr<v1::DiagnosePeerResponse> PathCheck::Diagnose(
    const std::string& agency_id) {
  auto forward = Walk(agency_id);
  if (!forward.ok()) return forward.status();
  v1::DiagnosePeerResponse response;
  const bool reached = AllWork(*forward);
  for (v1::ProbeStep& step : *forward) {
    *response.add_forward() = std::move(step);
  }
  if (reached) AskBack(agency_id, response);
  for (const auto* steps : {&response.forward(), &response.backward()}) {
    for (const v1::ProbeStep& step : *steps) {
      if (!step.ok() && response.next_step().empty()) {
        response.set_next_step(step.detail());
      }
    }
  }
  return response;
}

}  // namespace homeward::node
