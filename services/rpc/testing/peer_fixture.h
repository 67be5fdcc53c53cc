#ifndef HOMEWARD_SERVICES_RPC_TESTING_PEER_FIXTURE_H_
#define HOMEWARD_SERVICES_RPC_TESTING_PEER_FIXTURE_H_

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/certificates.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/peer/grpc_peer.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "services/rpc/tls/tls_credentials.h"
#include "tests/testing/patience.h"

// A node that calls another, and what may be in the place of the other.
namespace homeward::rpc::testing {

// Works, unless it is told to fail.
class OkPeer final : public v1::PeerService::CallbackService {
 public:
  explicit OkPeer(const Front* front) : front_(front) {}
  grpc::ServerUnaryReactor* Probe(grpc::CallbackServerContext* context,
                                  const v1::ProbeRequest* request,
                                  v1::ProbeResponse* response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/Probe", request,
                      response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::ProbeResponse reply;
                        reply.add_steps()->set_ok(true);
                        call->Finish(reply);
                      });
  }
  grpc::ServerUnaryReactor* Synchronize(
      grpc::CallbackServerContext* context,
      const v1::SynchronizeRequest* request,
      v1::SynchronizeResponse* response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/Synchronize",
                      request, response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::SynchronizeResponse reply;
                        reply.mutable_versions();
                        reply.mutable_now();
                        call->Finish(reply);
                      });
  }

  grpc::ServerUnaryReactor* Withdraw(grpc::CallbackServerContext* context,
                                     const v1::WithdrawRequest* request,
                                     v1::WithdrawResponse* response) override {
    return ServeUnary(
        front_, context, "homeward.v1.PeerService/Withdraw", request, response,
        [this](auto call) {
          if (!failure.ok()) return call->Finish(failure);
          v1::WithdrawResponse reply;
          reply.mutable_receipt()->set_payload(
              "receipt of " + call->request().withdrawal().payload());
          call->Finish(reply);
        });
  }
  grpc::ServerUnaryReactor* TellReview(
      grpc::CallbackServerContext* context,
      const v1::TellReviewRequest* request,
      v1::TellReviewResponse* response) override {
    return ServeUnary(front_, context, "homeward.v1.PeerService/TellReview",
                      request, response, [this](auto call) {
                        if (!failure.ok()) return call->Finish(failure);
                        v1::TellReviewResponse reply;
                        reply.mutable_receipt()->set_payload(
                            "receipt of " + call->request().review().payload());
                        call->Finish(reply);
                      });
  }

  absl::Status failure;

 private:
  const Front* const front_;
};

// A TCP port of loopback on which nothing ever happens.
class Port {
 public:
  explicit Port(bool listens) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    if (listens) listen(socket_, 8);
  }
  ~Port() { close(socket_); }
  std::string endpoint() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  const int socket_;
  int port_ = 0;
};

// Three agencies, of which north calls south.
class PeerFixture : public ::testing::Test {
 protected:
  PeerFixture() : north_(MakeNode("north")), south_(MakeNode("south")) {}

  std::unique_ptr<TestNode> MakeNode(const std::string& agency) {
    TestNodeOptions options;
    options.services = [this](const Front* front) {
      services_.push_back(std::make_unique<OkPeer>(front));
      return std::vector<grpc::Service*>{services_.back().get()};
    };
    return std::make_unique<TestNode>(&federation_, agency, options);
  }

  // Replaces the certificate of south, not asking whether it is good.
  void ServeAs(const CertificateSpec& spec, const std::string& issuer,
               grpc::Service* service = nullptr) {
    const TestCertificate leaf = federation_.Issue(spec, issuer);
    bad_provider_ =
        std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
            federation_.root("north").certificate.ToPem(),
            std::vector<grpc::experimental::IdentityKeyCertPair>{
                {KeyPem(leaf), leaf.certificate.ToPem()}});
    grpc::ServerBuilder builder;
    builder.AddListeningPort(
        "127.0.0.1:0",
        ServerTls(bad_provider_, [](auto, auto) { return absl::OkStatus(); }),
        &bad_port_);
    builder.RegisterService(service != nullptr ? service : services_[0].get());
    bad_server_ = builder.BuildAndStart();
  }
  std::string bad_endpoint() const {
    return absl::StrCat("127.0.0.1:", bad_port_);
  }

  // One call from north to "south" at `endpoints`, which all have their share
  // of `timeout`.
  absl::Status Call(std::vector<std::string> endpoints,
                    absl::Duration timeout = homeward::testing::kPatience) {
    GrpcPeer peer({"south", std::move(endpoints), north_->keeper().provider(),
                   &north_->verifier(), Observer()});
    absl::Status status;
    absl::Notification done;
    peer.Probe(v1::ProbeRequest(), absl::Now() + timeout,
               [&](absl::StatusOr<v1::ProbeResponse> result) {
                 status = result.status();
                 done.Notify();
               });
    done.WaitForNotification();
    return status;
  }
  // Keeps what a peer tells of its calls in `observed_`.
  std::function<void(const char*, absl::StatusCode, absl::Duration)>
  Observer() {
    return [this](const char* method, absl::StatusCode code,
                  absl::Duration duration) {
      EXPECT_GT(duration, absl::ZeroDuration());
      absl::MutexLock lock(&mutex_);
      observed_.push_back(
          absl::StrCat(method, " ", absl::StatusCodeToString(code)));
    };
  }
  std::vector<std::string> observed() {
    absl::MutexLock lock(&mutex_);
    return observed_;
  }
  absl::Mutex mutex_;
  std::vector<std::string> observed_ ABSL_GUARDED_BY(mutex_);
  TestFederation federation_{{"north", "south", "east"}};
  std::vector<std::unique_ptr<OkPeer>> services_;
  std::unique_ptr<TestNode> north_;
  std::unique_ptr<TestNode> south_;
  std::shared_ptr<CertificateProvider> bad_provider_;
  std::unique_ptr<grpc::Server> bad_server_;
  int bad_port_ = 0;
};

}  // namespace homeward::rpc::testing

#endif  // HOMEWARD_SERVICES_RPC_TESTING_PEER_FIXTURE_H_
