#include "services/node/path/path_check.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/node/path/path_mend.h"
#include "services/node/path/walker.h"
#include "services/policy/state.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer/probe.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kWalkTime = absl::Seconds(2);
// Of the peer to walk back, and to be free to.
constexpr absl::Duration kBackTime = absl::Seconds(5);
// How many diagnoses may wait: a node that stops does them first.
constexpr int kDiagnoses = 2;

bool AllWork(const std::vector<v1::ProbeStep>& steps) {
  return absl::c_all_of(steps,
                        [](const v1::ProbeStep& step) { return step.ok(); });
}

v1::ProbeStep Failed(const std::string& name, const std::string& code,
                     absl::string_view detail) {
  v1::ProbeStep step;
  step.set_name(name);
  step.set_error_code(code);
  step.set_detail(std::string(detail));
  return step;
}

// The first that failed; null when all work.
const v1::ProbeStep* Broken(
    const google::protobuf::RepeatedPtrField<v1::ProbeStep>& steps) {
  const auto found = absl::c_find_if(
      steps, [](const v1::ProbeStep& step) { return !step.ok(); });
  return found == steps.end() ? nullptr : &*found;
}

// Waits for what `call` hands to the function it is given.
template <typename Response, typename Call>
absl::StatusOr<Response> Await(const Call& call) {
  absl::Notification done;
  absl::StatusOr<Response> reply;
  call([&](absl::StatusOr<Response> result) {
    reply = std::move(result);
    done.Notify();
  });
  done.WaitForNotification();
  return reply;
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
      peers_(std::move(peers)),
      walker_([this](const std::string& agency_id) { return Back(agency_id); },
              absl::Now),
      diagnoses_({/*threads=*/1, kDiagnoses, kDiagnoses}) {}

v1::ProbeStep PathCheck::MouStep(const std::string& agency_id) const {
  const auto partners =
      policy_->current()->mous->Partners(own_agency_, absl::Now());
  if (!absl::c_linear_search(partners, agency_id)) {
    // No more than the peer hears with the versions of documents.
    const v1::DocumentVersions told =
        policy::VersionsFor(*policy_->state(), agency_id, nullptr, absl::Now());
    if (!told.refused_mous().empty()) {
      return Failed("mou", "HW-MOU-005",
                    "every party has signed an MOU with this agency, and here "
                    "it would cross a red line: it does nothing");
    }
    return Failed("mou", "HW-MOU-003",
                  "no MOU with this agency is in force here");
  }
  v1::ProbeStep step;
  step.set_name("mou");
  step.set_ok(true);
  step.set_detail("an MOU with this agency is in force");
  return step;
}

v1::ProbeStep PathCheck::ClockStep(const std::string& agency_id) const {
  const std::shared_ptr<federation::Peer> peer = peers_(agency_id);
  if (peer == nullptr) {
    return Failed("clock", "HW-NET-005",
                  "the directory lists no endpoint of this agency");
  }
  const absl::Time before = absl::Now();
  v1::SynchronizeRequest request;
  // As much as it has itself, so that the answer is short.
  *request.mutable_versions() =
      policy::VersionsFor(*policy_->state(), agency_id, nullptr, before);
  *request.mutable_now() = auth::ToTimestamp(before);
  const auto reply = Await<v1::SynchronizeResponse>([&](auto done) {
    peer->Synchronize(request, before + kWalkTime, std::move(done));
  });
  if (!reply.ok()) {
    return Failed(
        "clock", rpc::DetailOf(reply.status()).code(),
        absl::StrCat("it does not tell its clock: ", reply.status().message()));
  }
  const auto theirs = auth::ToTime(reply->now(), "now");
  if (!theirs.ok()) {
    return Failed("clock", "HW-CLOCK-001", "it does not tell its clock");
  }
  return rpc::ClockStep(agency_id, *theirs,
                        before + (absl::Now() - before) / 2);
}

absl::StatusOr<std::vector<v1::ProbeStep>> PathCheck::Connect(
    const std::string& agency_id) const {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  auto member = policy->directory->Find(agency_id, absl::Now());
  if (!member.ok()) {
    const absl::Status fault = rpc::FaultError(
        rpc::Fault::kNotAMember, agency_id, member.status().message());
    return rpc::WithDetail(member.status(), rpc::DetailOf(fault));
  }
  if ((*member)->endpoints().empty()) {
    return std::vector<v1::ProbeStep>{
        Failed("resolve", "HW-NET-005",
               "the directory lists no endpoint of this agency")};
  }
  const std::shared_ptr<const rpc::TlsPair> pair = keeper_->current();
  rpc::ProbeTarget target;
  target.agency_id = agency_id;
  target.endpoint = (*member)->endpoints().front();
  target.pair = pair.get();
  target.judge = [this](absl::string_view leaf, absl::string_view chain) {
    return verifier_->Verify(leaf, chain, rpc::Revocation::kKnownGood).status();
  };
  return rpc::ProbePath(target, kWalkTime);
}

void PathCheck::WalkBack(const std::string& agency_id, Walker::Done done) {
  walker_.Start(agency_id, std::move(done));
}

absl::StatusOr<v1::ProbeResponse> PathCheck::Back(
    const std::string& agency_id) const {
  auto steps = Connect(agency_id);
  if (!steps.ok()) return steps.status();
  if (AllWork(*steps)) steps->push_back(MouStep(agency_id));
  v1::ProbeResponse response;
  for (v1::ProbeStep& step : *steps) *response.add_steps() = std::move(step);
  return response;
}

void PathCheck::AskBack(const std::string& agency_id,
                        v1::DiagnosePeerResponse& response) const {
  const std::shared_ptr<federation::Peer> peer = peers_(agency_id);
  if (peer == nullptr) return;
  const absl::Time deadline = absl::Now() + kBackTime;
  const auto ask = [&] {
    return Await<v1::ProbeResponse>(
        [&](auto done) { peer->Probe({}, deadline, std::move(done)); });
  };
  auto reply = ask();
  // It walks back to somebody else, or did so for this node a moment ago.
  while (absl::IsResourceExhausted(reply.status()) &&
         absl::Now() + Walker::kRest < deadline) {
    absl::SleepFor(Walker::kRest);
    reply = ask();
  }
  if (reply.ok()) {
    response.mutable_backward()->Swap(reply->mutable_steps());
  } else {
    *response.add_backward() = Failed(
        "ask", rpc::DetailOf(reply.status()).code(),
        absl::StrCat("the peer did not walk back: ", reply.status().message()));
  }
}

void PathCheck::Diagnose(
    const std::string& agency_id,
    std::function<void(absl::StatusOr<v1::DiagnosePeerResponse>)> done) {
  const bool taken = diagnoses_.Submit(
      "", [this, agency_id, done] { done(BothWays(agency_id)); });
  if (!taken) {
    done(rpc::FaultError(rpc::Fault::kOverloaded, "",
                         "too many diagnoses wait for this node"));
  }
}

absl::StatusOr<v1::DiagnosePeerResponse> PathCheck::BothWays(
    const std::string& agency_id) const {
  auto forward = Connect(agency_id);
  if (!forward.ok()) return forward.status();
  if (AllWork(*forward)) forward->push_back(ClockStep(agency_id));
  if (AllWork(*forward)) forward->push_back(MouStep(agency_id));
  v1::DiagnosePeerResponse response;
  for (v1::ProbeStep& step : *forward) {
    *response.add_forward() = std::move(step);
  }
  if (Broken(response.forward()) == nullptr) AskBack(agency_id, response);
  if (const auto* there = Broken(response.forward()); there != nullptr) {
    response.set_next_step(MendThere(*there, agency_id));
  } else if (const auto* back = Broken(response.backward()); back != nullptr) {
    response.set_next_step(MendBack(*back, agency_id));
  }
  return response;
}

}  // namespace homeward::node
