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

  // The same over connections of its own, which know nothing of failures
  // before: what is down may be up again. Null as above.
  std::shared_ptr<federation::Peer> FindAnew(
      const std::string& agency_id) const;

 private:
  struct Entry {
    std::vector<std::string> endpoints;
    std::shared_ptr<federation::Peer> peer;
  };

  // As the directory lists them now; none for who is no member.
  std::vector<std::string> EndpointsOf(const std::string& agency_id) const;
  std::shared_ptr<federation::Peer> Make(
      const std::string& agency_id, std::vector<std::string> endpoints) const;

  const policy::Policy* policy_;
  const rpc::PeerVerifier* verifier_;
  const std::shared_ptr<rpc::CertificateProvider> provider_;
  telemetry::Metrics* const metrics_;
  absl::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PEERS_H_
