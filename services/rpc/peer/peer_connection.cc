#include "services/rpc/peer/peer_connection.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "grpc/impl/codegen/compression_types.h"
#include "grpc/impl/codegen/grpc_types.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_credentials.h"

namespace homeward::rpc {
namespace {

constexpr int kMaxMessageBytes = 4 << 20;

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  // The judge belongs to this channel: never share its connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  // As the server: see SetLimits() in server.cc.
  arguments.SetInt(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  arguments.SetInt(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET,
                   1 << GRPC_COMPRESS_NONE);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 1'000);
  // A dead connection is found in 15 s, also between calls.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Questions are retried above, with evidence; a proxy would end the TLS.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetServiceConfigJSON("{}");
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  return arguments;
}

// OK when the certificate is that of a node of `agency`, not known to be
// revoked: over it the list may come that says more. What only a peer known to
// be good may be asked is not started without that (Attempt::Start()).
absl::Status JudgeNodeOf(const std::string& agency,
                         const PeerVerifier& verifier,
                         absl::string_view leaf_pem,
                         absl::string_view chain_pem) {
  const auto peer =
      verifier.Verify(leaf_pem, chain_pem, Revocation::kMayBeUnknown);
  if (!peer.ok()) return peer.status();
  const auth::SpiffeId& id = (*peer)->identity.id();
  if (id.agency() == agency && !id.node().empty()) return absl::OkStatus();
  return FaultError(Fault::kCertificateIdentity, agency,
                    absl::StrCat("the certificate is that of ", id.ToString(),
                                 ", not of a node of ", agency));
}

}  // namespace

// What was seen in the last handshake. Shared with gRPC, which may keep a
// handshake for longer than the connection: then nobody is judged any more.
class PeerConnection::LastHandshake {
 public:
  LastHandshake(std::string agency_id, const PeerVerifier* verifier)
      : agency_id_(std::move(agency_id)), verifier_(verifier) {}

  absl::Status Judge(absl::string_view leaf, absl::string_view chain) {
    absl::MutexLock lock(&mutex_);
    if (closed_) return absl::CancelledError("the connection was given up");
    leaf_pem_ = std::string(leaf);
    chain_pem_ = std::string(chain);
    judged_ = JudgeNodeOf(agency_id_, *verifier_, leaf, chain);
    return judged_;
  }
  absl::Status judged() const {
    absl::MutexLock lock(&mutex_);
    return judged_;
  }
  // Whether a certificate that was good is so no longer.
  bool condemned() const {
    absl::MutexLock lock(&mutex_);
    return judged_.ok() && !leaf_pem_.empty() &&
           !JudgeNodeOf(agency_id_, *verifier_, leaf_pem_, chain_pem_).ok();
  }
  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

 private:
  const std::string agency_id_;
  const PeerVerifier* const verifier_;
  mutable absl::Mutex mutex_;
  std::string leaf_pem_ ABSL_GUARDED_BY(mutex_);
  std::string chain_pem_ ABSL_GUARDED_BY(mutex_);
  absl::Status judged_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

PeerConnection::PeerConnection(std::string agency_id, std::string endpoint,
                               std::shared_ptr<CertificateProvider> provider,
                               const PeerVerifier* verifier)
    : endpoint_(std::move(endpoint)),
      last_(std::make_shared<LastHandshake>(std::move(agency_id), verifier)) {
  auto judge = [last = last_](absl::string_view leaf, absl::string_view chain) {
    return last->Judge(leaf, chain);
  };
  channel_ = grpc::CreateCustomChannel(
      endpoint_, ClientTls(std::move(provider), std::move(judge)),
      ChannelArguments());
}

PeerConnection::~PeerConnection() { last_->Close(); }

bool PeerConnection::connected() const {
  return channel_->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY;
}

absl::Status PeerConnection::judged() const { return last_->judged(); }

bool PeerConnection::spent() const { return refused_ || last_->condemned(); }

}  // namespace homeward::rpc
