#ifndef HOMEWARD_SERVICES_RPC_GRPC_PEER_H_
#define HOMEWARD_SERVICES_RPC_GRPC_PEER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls_credentials.h"

namespace homeward::rpc {

// Another agency's node over gRPC with mutual TLS. Each endpoint has one
// connection, made at need and made again with a back-off of at most 2 s. A
// call goes to the endpoint that worked last; when that can't be reached it
// goes to the next, within the same deadline. The peer's certificate is judged
// anew for each call: when it is no longer good the connection is dropped
// before anything is sent. While no fresh list of revoked certificates of the
// agency is here, only Synchronize() is sent. Thread-safe. Calls that run when
// it is destroyed still end.
class GrpcPeer final : public federation::Peer {
 public:
  struct Options {
    std::string agency_id;
    // `host:port`, in the order to try.
    std::vector<std::string> endpoints;
    std::shared_ptr<CertificateProvider> provider;
    // Outlives every connection.
    const PeerVerifier* verifier = nullptr;
  };

  explicit GrpcPeer(Options options);

  void Ask(const v1::AskRequest& request, absl::Time deadline,
           Done<v1::AskResponse> done) override;
  void Synchronize(const v1::SynchronizeRequest& request, absl::Time deadline,
                   Done<v1::SynchronizeResponse> done) override;
  void Probe(const v1::ProbeRequest& request, absl::Time deadline,
             Done<v1::ProbeResponse> done) override;

 private:
  struct Line;
  class Lines;
  template <typename Request, typename Response>
  struct Attempt;

  const std::shared_ptr<Lines> lines_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_GRPC_PEER_H_
