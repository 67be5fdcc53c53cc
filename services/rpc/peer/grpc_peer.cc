#include "services/rpc/peer/grpc_peer.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/byte_buffer.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/fault.h"
#include "services/rpc/grpc_error.h"
#include "services/rpc/peer/peer_connection.h"
#include "services/rpc/peer/peer_reply.h"
#include "services/rpc/peer_verifier.h"

namespace homeward::rpc {
namespace {

// The method that takes such a request, and what must be known of the peer
// before it is sent.
template <typename Request>
struct Rpc;

template <>
struct Rpc<v1::AskRequest> {
  using Response = v1::AskResponse;
  static constexpr char kMethod[] = "homeward.v1.PeerService/Ask";
  static constexpr Revocation kNeeds = Revocation::kKnownGood;
};

template <>
struct Rpc<v1::SynchronizeRequest> {
  using Response = v1::SynchronizeResponse;
  static constexpr char kMethod[] = "homeward.v1.PeerService/Synchronize";
  static constexpr Revocation kNeeds = Revocation::kMayBeUnknown;
};

template <>
struct Rpc<v1::WithdrawRequest> {
  using Response = v1::WithdrawResponse;
  static constexpr char kMethod[] = "homeward.v1.PeerService/Withdraw";
  static constexpr Revocation kNeeds = Revocation::kKnownGood;
};

template <>
struct Rpc<v1::TellReviewRequest> {
  using Response = v1::TellReviewResponse;
  static constexpr char kMethod[] = "homeward.v1.PeerService/TellReview";
  static constexpr Revocation kNeeds = Revocation::kKnownGood;
};

template <>
struct Rpc<v1::ProbeRequest> {
  using Response = v1::ProbeResponse;
  static constexpr char kMethod[] = "homeward.v1.PeerService/Probe";
  static constexpr Revocation kNeeds = Revocation::kKnownGood;
};

}  // namespace

// What running calls share with the peer.
class GrpcPeer::Endpoints {
 public:
  explicit Endpoints(Options options) : options_(std::move(options)) {
    for (const std::string& endpoint : options_.endpoints) {
      connections_.push_back(Connect(endpoint));
    }
  }

  const Options& options() const { return options_; }
  size_t size() const { return options_.endpoints.size(); }
  // The endpoint to begin with.
  size_t preferred() const { return preferred_; }
  void Prefer(size_t index) { preferred_ = index; }

  // The connection to the endpoint `index`, a new one when the old is spent.
  std::shared_ptr<PeerConnection> Get(size_t index) {
    absl::MutexLock lock(&mutex_);
    std::shared_ptr<PeerConnection>& connection = connections_[index];
    if (connection->spent()) connection = Connect(connection->endpoint());
    return connection;
  }

  // Between them a call runs. False when none may begin any more.
  bool Begin(grpc::ClientContext* context) {
    absl::MutexLock lock(&mutex_);
    if (!closed_) running_.insert(context);
    return !closed_;
  }
  void End(grpc::ClientContext* context) {
    absl::MutexLock lock(&mutex_);
    running_.erase(context);
  }

  // Cancels what runs and waits for its end.
  void Close() {
    const auto idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return running_.empty();
    };
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    for (grpc::ClientContext* context : running_) context->TryCancel();
    mutex_.Await(absl::Condition(&idle));
    connections_.clear();
  }

 private:
  std::shared_ptr<PeerConnection> Connect(const std::string& endpoint) const {
    return std::make_shared<PeerConnection>(
        options_.agency_id, endpoint, options_.provider, options_.verifier);
  }

  const Options options_;
  std::atomic<size_t> preferred_ = 0;
  absl::Mutex mutex_;
  std::vector<std::shared_ptr<PeerConnection>> connections_
      ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<grpc::ClientContext*> running_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

// One call, over as many endpoints as it takes.
template <typename Request>
class GrpcPeer::Attempt
    : public std::enable_shared_from_this<Attempt<Request>> {
 public:
  using Response = typename Rpc<Request>::Response;

  Attempt(std::shared_ptr<Endpoints> endpoints, const Request& request,
          absl::Time deadline, Done<Response> done)
      : endpoints_(std::move(endpoints)),
        request_(request),
        deadline_(deadline),
        done_(std::move(done)),
        first_(endpoints_->preferred()) {}

  // Calls the endpoint that is next, leaving time for those after it.
  void Start() {
    if (Rpc<Request>::kNeeds == Revocation::kKnownGood) {
      const Options& options = endpoints_->options();
      absl::Status known = options.verifier->CheckListOf(options.agency_id);
      if (!known.ok()) return done_(std::move(known));
    }
    const size_t count = endpoints_->size();
    index_ = (first_ + tried_) % count;
    started_ = absl::Now();
    context_ = std::make_unique<grpc::ClientContext>();
    context_->set_deadline(absl::ToChronoTime(
        started_ + (deadline_ - started_) / (count - tried_)));
    ++tried_;
    if (!endpoints_->Begin(context_.get())) {
      return done_(FaultError(Fault::kStopping, "", "the node is stopping"));
    }
    connection_ = endpoints_->Get(index_);
    reply_.Clear();
    grpc::TemplatedGenericStub<Request, grpc::ByteBuffer>(
        connection_->channel())
        .UnaryCall(context_.get(), absl::StrCat("/", Rpc<Request>::kMethod), {},
                   &request_, &reply_,
                   [self = this->shared_from_this()](
                       const grpc::Status& status) { self->Ended(status); });
  }

 private:
  void Ended(const grpc::Status& status) {
    const auto endpoints = endpoints_;
    // Another attempt may begin, and end, before this function does.
    const auto context = std::move(context_);
    auto connection = std::move(connection_);
    if (const auto& observe = endpoints_->options().observe) {
      observe(Rpc<Request>::kMethod,
              static_cast<absl::StatusCode>(status.error_code()),
              absl::Now() - started_);
    }
    if (status.ok()) {
      endpoints_->Prefer(index_);
      done_(ReadReply<Response>(endpoints_->options().agency_id,
                                connection->endpoint(), reply_));
    } else {
      Failed(status, *connection);
    }
    connection.reset();
    endpoints->End(context.get());
  }

  void Failed(const grpc::Status& status, PeerConnection& connection) {
    const grpc::StatusCode code = status.error_code();
    if (code == grpc::StatusCode::UNAUTHENTICATED) connection.SetRefused();
    const FailedCall failed{endpoints_->options().agency_id,
                            connection.endpoint(), status,
                            connection.connected(), connection.judged()};
    const bool never_arrived =
        !failed.connected && (code == grpc::StatusCode::UNAVAILABLE ||
                              code == grpc::StatusCode::DEADLINE_EXCEEDED);
    if (never_arrived && tried_ < endpoints_->size() &&
        absl::Now() < deadline_) {
      return Start();
    }
    done_(ExplainFailure(failed));
  }

  const std::shared_ptr<Endpoints> endpoints_;
  const Request request_;
  const absl::Time deadline_;
  const Done<Response> done_;
  const size_t first_;
  size_t tried_ = 0;
  size_t index_ = 0;
  absl::Time started_;
  std::shared_ptr<PeerConnection> connection_;
  std::unique_ptr<grpc::ClientContext> context_;
  // Read by ReadReply(): gRPC says OK of what can't be parsed.
  grpc::ByteBuffer reply_;
};

GrpcPeer::GrpcPeer(Options options)
    : endpoints_(std::make_shared<Endpoints>(std::move(options))) {}

GrpcPeer::~GrpcPeer() { Close(); }

void GrpcPeer::Close() { endpoints_->Close(); }

template <typename Request, typename Response>
void GrpcPeer::Call(const Request& request, absl::Time deadline,
                    Done<Response> done) {
  const std::string& agency_id = endpoints_->options().agency_id;
  if (endpoints_->size() == 0) {
    return done(FaultError(
        Fault::kNoEndpoint, agency_id,
        absl::StrCat("the directory lists no endpoint of ", agency_id)));
  }
  std::make_shared<Attempt<Request>>(endpoints_, request, deadline,
                                     std::move(done))
      ->Start();
}

void GrpcPeer::Ask(const v1::AskRequest& request, absl::Time deadline,
                   Done<v1::AskResponse> done) {
  Call(request, deadline, std::move(done));
}

void GrpcPeer::Synchronize(const v1::SynchronizeRequest& request,
                           absl::Time deadline,
                           Done<v1::SynchronizeResponse> done) {
  Call(request, deadline, std::move(done));
}

void GrpcPeer::Withdraw(const v1::WithdrawRequest& request, absl::Time deadline,
                        Done<v1::WithdrawResponse> done) {
  Call(request, deadline, std::move(done));
}

void GrpcPeer::TellReview(const v1::TellReviewRequest& request,
                          absl::Time deadline,
                          Done<v1::TellReviewResponse> done) {
  Call(request, deadline, std::move(done));
}

void GrpcPeer::Probe(const v1::ProbeRequest& request, absl::Time deadline,
                     Done<v1::ProbeResponse> done) {
  Call(request, deadline, std::move(done));
}

}  // namespace homeward::rpc
