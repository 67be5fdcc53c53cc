#include "services/rpc/grpc_peer.h"

#include <atomic>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpc/impl/codegen/grpc_types.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/client_callback.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/fault.h"
#include "services/rpc/grpc_error.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls_credentials.h"

namespace homeward::rpc {
namespace {

constexpr int kMaxMessageBytes = 4 << 20;

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  // The judge belongs to this channel: never share its connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
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

// What was seen in the last handshake of a connection.
struct Handshake {
  std::string leaf_pem;
  std::string chain_pem;
  absl::Status judged;
};

// The last handshake, shared with the judge, which gRPC may keep for longer.
class LastHandshake {
 public:
  void Set(Handshake handshake) {
    absl::MutexLock lock(&mutex_);
    handshake_ = std::move(handshake);
  }
  Handshake Get() const {
    absl::MutexLock lock(&mutex_);
    return handshake_;
  }

 private:
  mutable absl::Mutex mutex_;
  Handshake handshake_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

// One endpoint and its connection.
struct GrpcPeer::Line {
  Line(const Options& options, const std::string& endpoint)
      : endpoint(endpoint), last(std::make_shared<LastHandshake>()) {
    auto judge = [agency = options.agency_id, verifier = options.verifier,
                  last = last](absl::string_view leaf,
                               absl::string_view chain) {
      absl::Status status = JudgeNodeOf(agency, *verifier, leaf, chain);
      last->Set({std::string(leaf), std::string(chain), status});
      return status;
    };
    channel = grpc::CreateCustomChannel(
        endpoint, ClientTls(options.provider, std::move(judge)),
        ChannelArguments());
    stub = v1::PeerService::NewStub(channel);
  }

  bool connected() const {
    return channel->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY;
  }
  // Whether the certificate of the connection is no longer good.
  bool condemned(const Options& options) const {
    const Handshake handshake = last->Get();
    return handshake.judged.ok() && !handshake.leaf_pem.empty() &&
           !JudgeNodeOf(options.agency_id, *options.verifier,
                        handshake.leaf_pem, handshake.chain_pem)
                .ok();
  }

  const std::string endpoint;
  const std::shared_ptr<LastHandshake> last;
  // Whether the peer refused this node's certificate of the handshake: a newer
  // one may be here by now, and only a new connection shows it.
  std::atomic<bool> refused = false;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::PeerService::Stub> stub;
};

// What running calls share with the peer.
class GrpcPeer::Lines {
 public:
  explicit Lines(Options options) : options_(std::move(options)) {
    for (const std::string& endpoint : options_.endpoints) {
      lines_.push_back(std::make_shared<Line>(options_, endpoint));
    }
  }

  const std::string& agency_id() const { return options_.agency_id; }
  const PeerVerifier& verifier() const { return *options_.verifier; }
  size_t size() const { return options_.endpoints.size(); }
  // The endpoint to begin with.
  size_t preferred() const { return preferred_; }
  void Prefer(size_t index) { preferred_ = index; }

  // The connection to the endpoint `index`; a new one when the certificate of
  // the old is no longer good, or this node's was refused on it.
  std::shared_ptr<Line> Get(size_t index) {
    absl::MutexLock lock(&mutex_);
    std::shared_ptr<Line>& line = lines_[index];
    if (line->refused || line->condemned(options_)) {
      line = std::make_shared<Line>(options_, line->endpoint);
    }
    return line;
  }

 private:
  const Options options_;
  std::atomic<size_t> preferred_ = 0;
  absl::Mutex mutex_;
  std::vector<std::shared_ptr<Line>> lines_ ABSL_GUARDED_BY(mutex_);
};

// One call, over as many endpoints as it takes.
template <typename Request, typename Response>
struct GrpcPeer::Attempt
    : std::enable_shared_from_this<Attempt<Request, Response>> {
  Attempt(std::shared_ptr<Lines> lines, const Request& request,
          absl::Time deadline, Done<Response> done)
      : lines(std::move(lines)),
        request(request),
        deadline(deadline),
        done(std::move(done)),
        first(this->lines->preferred()) {}

  // Calls the endpoint that is next, leaving time for those after it.
  void Start() {
    if (Needs() == Revocation::kKnownGood) {
      absl::Status known = lines->verifier().CheckListOf(lines->agency_id());
      if (!known.ok()) return done(std::move(known));
    }
    const size_t count = lines->size();
    index = (first + tried) % count;
    line = lines->Get(index);
    const absl::Duration left = deadline - absl::Now();
    context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(
        absl::ToChronoTime(absl::Now() + left / (count - tried)));
    ++tried;
    Call();
  }

  // The method for this kind of request.
  void Call();
  // What must be known of the peer before it is sent.
  static Revocation Needs() {
    return std::is_same_v<Request, v1::SynchronizeRequest>
               ? Revocation::kMayBeUnknown
               : Revocation::kKnownGood;
  }

  void Finished(const grpc::Status& status) {
    if (status.ok()) {
      lines->Prefer(index);
      return done(std::move(response));
    }
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) {
      line->refused = true;
    }
    const FailedCall failed{lines->agency_id(), line->endpoint, status,
                            line->connected(), line->last->Get().judged};
    const bool never_arrived =
        !failed.connected &&
        (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED);
    if (never_arrived && tried < lines->size() && absl::Now() < deadline) {
      response.Clear();
      return Start();
    }
    done(ExplainFailure(failed));
  }

  const std::shared_ptr<Lines> lines;
  const Request request;
  const absl::Time deadline;
  const Done<Response> done;
  const size_t first;
  size_t tried = 0;
  size_t index = 0;
  std::shared_ptr<Line> line;
  std::unique_ptr<grpc::ClientContext> context;
  Response response;
};

template <>
void GrpcPeer::Attempt<v1::AskRequest, v1::AskResponse>::Call() {
  line->stub->async()->Ask(context.get(), &request, &response,
                           [self = shared_from_this()](const grpc::Status& s) {
                             self->Finished(s);
                           });
}

template <>
void GrpcPeer::Attempt<v1::SynchronizeRequest,
                       v1::SynchronizeResponse>::Call() {
  line->stub->async()->Synchronize(
      context.get(), &request, &response,
      [self = shared_from_this()](const grpc::Status& s) {
        self->Finished(s);
      });
}

template <>
void GrpcPeer::Attempt<v1::ProbeRequest, v1::ProbeResponse>::Call() {
  line->stub->async()->Probe(context.get(), &request, &response,
                             [self = shared_from_this()](
                                 const grpc::Status& s) { self->Finished(s); });
}

GrpcPeer::GrpcPeer(Options options)
    : lines_(std::make_shared<Lines>(std::move(options))) {}

namespace {

absl::Status NoEndpoint(const std::string& agency_id) {
  return FaultError(
      Fault::kNoEndpoint, agency_id,
      absl::StrCat("the directory lists no endpoint of ", agency_id));
}

}  // namespace

void GrpcPeer::Ask(const v1::AskRequest& request, absl::Time deadline,
                   Done<v1::AskResponse> done) {
  if (lines_->size() == 0) return done(NoEndpoint(lines_->agency_id()));
  std::make_shared<Attempt<v1::AskRequest, v1::AskResponse>>(
      lines_, request, deadline, std::move(done))
      ->Start();
}

void GrpcPeer::Synchronize(const v1::SynchronizeRequest& request,
                           absl::Time deadline,
                           Done<v1::SynchronizeResponse> done) {
  if (lines_->size() == 0) return done(NoEndpoint(lines_->agency_id()));
  std::make_shared<Attempt<v1::SynchronizeRequest, v1::SynchronizeResponse>>(
      lines_, request, deadline, std::move(done))
      ->Start();
}

void GrpcPeer::Probe(const v1::ProbeRequest& request, absl::Time deadline,
                     Done<v1::ProbeResponse> done) {
  if (lines_->size() == 0) return done(NoEndpoint(lines_->agency_id()));
  std::make_shared<Attempt<v1::ProbeRequest, v1::ProbeResponse>>(
      lines_, request, deadline, std::move(done))
      ->Start();
}

}  // namespace homeward::rpc
