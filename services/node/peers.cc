#include "services/node/peers.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "services/policy/state.h"
#include "services/rpc/grpc_peer.h"
#include "services/telemetry/metrics.h"

namespace homeward::node {

std::shared_ptr<federation::Peer> Peers::Find(const std::string& agency_id) {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  auto member = policy->directory->Find(agency_id, absl::Now());
  if (!member.ok() || (*member)->endpoints().empty()) return nullptr;
  absl::MutexLock lock(&mutex_);
  Entry& entry = entries_[agency_id];
  if (entry.peer == nullptr || entry.endpoints != (*member)->endpoints()) {
    entry.endpoints = (*member)->endpoints();
    entry.peer = std::make_shared<rpc::GrpcPeer>(rpc::GrpcPeer::Options{
        agency_id, entry.endpoints, provider_, verifier_,
        [metrics = metrics_](const char* method, absl::StatusCode code,
                             absl::Duration duration) {
          metrics->ObserveClientCall(method, code, duration);
        }});
  }
  return entry.peer;
}

}  // namespace homeward::node
