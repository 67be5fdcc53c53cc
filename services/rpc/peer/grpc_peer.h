#ifndef HOMEWARD_SERVICES_RPC_PEER_GRPC_PEER_H_
#define HOMEWARD_SERVICES_RPC_PEER_GRPC_PEER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_credentials.h"

namespace homeward::rpc {

// Another agency's node over gRPC with mutual TLS. A call goes to the endpoint
// that worked last; when that can't be reached it goes to the next, within the
// same deadline. The peer's certificate is judged anew for each call: when it
// is no longer good the connection is dropped before anything is sent. While
// no fresh list of revoked certificates of the agency is here, only
// Synchronize() is sent. Thread-safe.
class GrpcPeer final : public federation::Peer {
 public:
  struct Options {
    std::string agency_id;
    // `host:port`, in the order to try.
    std::vector<std::string> endpoints;
    std::shared_ptr<CertificateProvider> provider;
    // Must outlive the peer.
    const PeerVerifier* verifier = nullptr;
    // Told of every call on the wire that ended, with gRPC's status: of each
    // endpoint that was tried. Must be thread-safe and not block. May be empty.
    std::function<void(const char* method, absl::StatusCode code,
                       absl::Duration duration)>
        observe = {};
  };

  explicit GrpcPeer(Options options);

  // As Close().
  ~GrpcPeer() override;

  // Cancels the calls that run, waits until each has called its `done`, and
  // makes no more: they end with UNAVAILABLE. Must not be called by a `done`.
  // A second call does nothing.
  void Close();

  void Ask(const v1::AskRequest& request, absl::Time deadline,
           Done<v1::AskResponse> done) override;
  void Synchronize(const v1::SynchronizeRequest& request, absl::Time deadline,
                   Done<v1::SynchronizeResponse> done) override;
  void Withdraw(const v1::WithdrawRequest& request, absl::Time deadline,
                Done<v1::WithdrawResponse> done) override;
  void TellReview(const v1::TellReviewRequest& request, absl::Time deadline,
                  Done<v1::TellReviewResponse> done) override;
  void Probe(const v1::ProbeRequest& request, absl::Time deadline,
             Done<v1::ProbeResponse> done) override;

 private:
  class Endpoints;
  template <typename Request>
  class Attempt;

  template <typename Request, typename Response>
  void Call(const Request& request, absl::Time deadline, Done<Response> done);

  const std::shared_ptr<Endpoints> endpoints_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_GRPC_PEER_H_
