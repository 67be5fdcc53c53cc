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
#include "services/rpc/peer/grpc_peer.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_credentials.h"
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

  // The node of `agency_id`; null when the directory lists no endpoint, and
  // after Close().
  std::shared_ptr<federation::Peer> Find(const std::string& agency_id);

  // The same over connections of its own, which know nothing of failures
  // before: what is down may be up again. Null as above.
  std::shared_ptr<federation::Peer> FindAnew(const std::string& agency_id);

  // Ends the calls to every peer that it gave, and gives none any more: what
  // waits for them goes on without. Must not be called by what waits.
  void Close();

 private:
  struct Entry {
    std::vector<std::string> endpoints;
    std::shared_ptr<rpc::GrpcPeer> peer;
  };

  // As the directory lists them now; none for who is no member.
  std::vector<std::string> EndpointsOf(const std::string& agency_id) const;
  std::shared_ptr<rpc::GrpcPeer> Make(const std::string& agency_id,
                                      std::vector<std::string> endpoints)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const policy::Policy* policy_;
  const rpc::PeerVerifier* verifier_;
  const std::shared_ptr<rpc::CertificateProvider> provider_;
  telemetry::Metrics* const metrics_;
  absl::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  // All that were given and are still in use.
  std::vector<std::weak_ptr<rpc::GrpcPeer>> given_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PEERS_H_
