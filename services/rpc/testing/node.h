#ifndef HOMEWARD_SERVICES_RPC_TESTING_NODE_H_
#define HOMEWARD_SERVICES_RPC_TESTING_NODE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "grpcpp/channel.h"
#include "grpcpp/server_builder.h"
#include "services/rpc/admission.h"
#include "services/rpc/call.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/server.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/tls/tls_keeper.h"
#include "services/rpc/worker_pool.h"

namespace homeward::rpc::testing {

// How a TestNode is made.
struct TestNodeOptions {
  // `services` is called with the node's Front, before it listens.
  std::function<std::vector<grpc::Service*>(const Front*)> services;
  ServerLimits limits;
  WorkerPool::Limits pool;
  std::string health_address;
  absl::Duration max_call_time = absl::Minutes(2);
  // As of Front.
  std::function<absl::Status(const auth::Caller&)> check_account;
  // As of Admission.
  std::string terms_sha256;
};

// The parts of a node that speak gRPC, on a free port of loopback, with the
// certificate "{agency}/node/1".
class TestNode {
 public:
  TestNode(TestFederation* federation, const std::string& agency_id,
           TestNodeOptions options);
  ~TestNode();

  std::string endpoint() const;
  Server& server() { return *server_; }
  TlsKeeper& keeper() { return *keeper_; }
  PairFolder& folder() { return folder_; }
  const PeerVerifier& verifier() const { return admission_->verifier(); }
  // What was refused in staging.
  std::vector<absl::Status> refused() const;
  // Every call that ended.
  std::vector<CallRecord> records() const;

 private:
  PairFolder folder_;
  mutable absl::Mutex mutex_;
  std::vector<absl::Status> refused_ ABSL_GUARDED_BY(mutex_);
  std::vector<CallRecord> records_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<TlsKeeper> keeper_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<WorkerPool> pool_;
  Front front_;
  std::unique_ptr<Server> server_;
};

// A channel to `endpoint` that shows `leaf` and takes any server of the
// federation.
std::shared_ptr<grpc::Channel> Dial(const TestFederation& federation,
                                    const std::string& endpoint,
                                    const TestCertificate& leaf);

// The same without a client certificate.
std::shared_ptr<grpc::Channel> DialWithoutCertificate(
    const std::string& endpoint);

}  // namespace homeward::rpc::testing

#endif  // HOMEWARD_SERVICES_RPC_TESTING_NODE_H_
