#ifndef HOMEWARD_SERVICES_RPC_PEER_PEER_CONNECTION_H_
#define HOMEWARD_SERVICES_RPC_PEER_PEER_CONNECTION_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/channel.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_credentials.h"

namespace homeward::rpc {

// One endpoint of another agency's node, with the connection to it: made at
// the first call, and made again with a back-off of at most 2 s. Whoever
// answers there must be a node of the agency. Thread-safe.
class PeerConnection {
 public:
  // `endpoint` is `host:port`. `verifier` must outlive it.
  PeerConnection(std::string agency_id, std::string endpoint,
                 std::shared_ptr<CertificateProvider> provider,
                 const PeerVerifier* verifier);
  ~PeerConnection();
  PeerConnection(const PeerConnection&) = delete;
  PeerConnection& operator=(const PeerConnection&) = delete;

  const std::string& endpoint() const { return endpoint_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Whether a connection is up.
  bool connected() const;

  // What was judged of the certificate in the last handshake; OK before one.
  absl::Status judged() const;

  // The peer refused this node's certificate of the handshake: a newer one may
  // be here by now, and only a new connection shows it.
  void SetRefused() { refused_ = true; }

  // Whether no call may go over it any more: its certificate is no longer
  // good, or the own one was refused.
  bool spent() const;

 private:
  class LastHandshake;

  const std::string endpoint_;
  const std::shared_ptr<LastHandshake> last_;
  std::atomic<bool> refused_ = false;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PEER_PEER_CONNECTION_H_
