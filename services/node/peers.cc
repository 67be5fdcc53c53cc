#include "services/node/peers.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "services/policy/state.h"
#include "services/rpc/grpc_peer.h"
#include "services/telemetry/metrics.h"

namespace homeward::node {

std::vector<std::string> Peers::EndpointsOf(
    const std::string& agency_id) const {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  auto member = policy->directory->Find(agency_id, absl::Now());
  if (!member.ok()) return {};
  return (*member)->endpoints();
}

std::shared_ptr<federation::Peer> Peers::Make(
    const std::string& agency_id, std::vector<std::string> endpoints) const {
  return std::make_shared<rpc::GrpcPeer>(rpc::GrpcPeer::Options{
      agency_id, std::move(endpoints), provider_, verifier_,
      [metrics = metrics_](const char* method, absl::StatusCode code,
                           absl::Duration duration) {
        metrics->ObserveClientCall(method, code, duration);
      }});
}

std::shared_ptr<federation::Peer> Peers::Find(const std::string& agency_id) {
  std::vector<std::string> endpoints = EndpointsOf(agency_id);
  if (endpoints.empty()) return nullptr;
  absl::MutexLock lock(&mutex_);
  Entry& entry = entries_[agency_id];
  if (entry.peer == nullptr || entry.endpoints != endpoints) {
    entry.peer = Make(agency_id, endpoints);
    entry.endpoints = std::move(endpoints);
  }
  return entry.peer;
}

std::shared_ptr<federation::Peer> Peers::FindAnew(
    const std::string& agency_id) const {
  std::vector<std::string> endpoints = EndpointsOf(agency_id);
  return endpoints.empty() ? nullptr : Make(agency_id, std::move(endpoints));
}

}  // namespace homeward::node
