#include "services/node/peers.h"

#include <algorithm>
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
#include "services/rpc/peer/grpc_peer.h"
#include "services/telemetry/metrics.h"

namespace homeward::node {

std::vector<std::string> Peers::EndpointsOf(
    const std::string& agency_id) const {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  auto member = policy->directory->Find(agency_id, absl::Now());
  if (!member.ok()) return {};
  return (*member)->endpoints();
}

std::shared_ptr<rpc::GrpcPeer> Peers::Make(const std::string& agency_id,
                                           std::vector<std::string> endpoints) {
  auto peer = std::make_shared<rpc::GrpcPeer>(rpc::GrpcPeer::Options{
      agency_id, std::move(endpoints), provider_, verifier_,
      [metrics = metrics_](const char* method, absl::StatusCode code,
                           absl::Duration duration) {
        metrics->ObserveClientCall(method, code, duration);
      }});
  given_.erase(std::remove_if(given_.begin(), given_.end(),
                              [](const auto& one) { return one.expired(); }),
               given_.end());
  given_.push_back(peer);
  return peer;
}

std::shared_ptr<federation::Peer> Peers::Find(const std::string& agency_id) {
  std::vector<std::string> endpoints = EndpointsOf(agency_id);
  if (endpoints.empty()) return nullptr;
  absl::MutexLock lock(&mutex_);
  if (closed_) return nullptr;
  Entry& entry = entries_[agency_id];
  if (entry.peer == nullptr || entry.endpoints != endpoints) {
    entry.peer = Make(agency_id, endpoints);
    entry.endpoints = std::move(endpoints);
  }
  return entry.peer;
}

std::shared_ptr<federation::Peer> Peers::FindAnew(
    const std::string& agency_id) {
  std::vector<std::string> endpoints = EndpointsOf(agency_id);
  if (endpoints.empty()) return nullptr;
  absl::MutexLock lock(&mutex_);
  return closed_ ? nullptr : Make(agency_id, std::move(endpoints));
}

void Peers::Close() {
  std::vector<std::weak_ptr<rpc::GrpcPeer>> given;
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    given.swap(given_);
  }
  // Not under the lock: what waits for a peer may look for the next.
  for (const std::weak_ptr<rpc::GrpcPeer>& one : given) {
    if (const auto peer = one.lock()) peer->Close();
  }
}

}  // namespace homeward::node
