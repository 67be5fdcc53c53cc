#ifndef HOMEWARD_SERVICES_NODE_PEERS_H_
#define HOMEWARD_SERVICES_NODE_PEERS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/federation/peer.h"
#include "services/policy/policy.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls_credentials.h"
#include "services/telemetry/metrics.h"

namespace homeward::node {

// The nodes of the other members, as the directory of the moment lists them.
// Connections are kept until an agency's endpoints change. Thread-safe.
class Peers {
 public:
  // `policy`, `verifier` and `metrics`, which learns of every call to a peer,
  // must outlive it and every peer it gave.
  Peers(const policy::Policy* policy, const rpc::PeerVerifier* verifier,
        std::shared_ptr<rpc::CertificateProvider> provider,
        telemetry::Metrics* metrics)
      : policy_(policy),
        verifier_(verifier),
        provider_(std::move(provider)),
        metrics_(metrics) {}

  // The node of `agency_id`; null when the directory lists no endpoint.
  std::shared_ptr<federation::Peer> Find(const std::string& agency_id);

 private:
  struct Entry {
    std::vector<std::string> endpoints;
    std::shared_ptr<federation::Peer> peer;
  };

  const policy::Policy* policy_;
  const rpc::PeerVerifier* verifier_;
  const std::shared_ptr<rpc::CertificateProvider> provider_;
  telemetry::Metrics* const metrics_;
  absl::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PEERS_H_
