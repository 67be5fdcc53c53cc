#include "services/rpc/testing/node.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "auth/certificate/spiffe_id.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "services/rpc/admission.h"
#include "services/rpc/server.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_keeper.h"

namespace homeward::rpc::testing {
namespace {

template <typename T>
T Must(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::cerr << "test node: " << result.status() << '\n';
  std::abort();
}

grpc::ChannelArguments Alone() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

}  // namespace

TestNode::TestNode(TestFederation* federation, const std::string& agency_id,
                   TestNodeOptions options) {
  folder_.Put(federation->Issue(agency_id + "/node/1"),
              federation->root(agency_id).certificate);
  TlsKeeper::Options keeper{folder_.path(), federation->source(),
                            TestFederation::clock(), nullptr, nullptr};
  keeper.refused = [this](const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    refused_.push_back(status);
  };
  keeper_ = Must(TlsKeeper::Start(
      std::move(keeper), *auth::SpiffeId::Make("fed.example", agency_id, "1")));
  admission_ = std::make_unique<Admission>(Admission::Options{
      agency_id, federation->source(), TestFederation::clock(),
      [this] { return keeper_->Thumbprints(); }, options.terms_sha256});
  pool_ = std::make_unique<WorkerPool>(options.pool);
  front_.pool = pool_.get();
  front_.admission = admission_.get();
  front_.max_call_time = options.max_call_time;
  front_.check_account = options.check_account;
  front_.observe = [this](const CallRecord& record) {
    absl::MutexLock lock(&mutex_);
    records_.push_back(record);
  };
  Server::Options server;
  server.listen_address = "127.0.0.1:0";
  server.credentials =
      ServerTls(keeper_->provider(),
                [this](absl::string_view leaf, absl::string_view chain) {
                  return verifier()
                      .Verify(leaf, chain, Revocation::kMayBeUnknown)
                      .status();
                });
  server.health_address = options.health_address;
  server.services = options.services(&front_);
  server.limits = options.limits;
  server_ = Must(Server::Start(server));
  server_->SetServing(true);
}

TestNode::~TestNode() {
  server_->Stop(absl::ZeroDuration());
  pool_->Stop();
}

std::string TestNode::endpoint() const {
  return absl::StrCat("127.0.0.1:", server_->port());
}

std::vector<absl::Status> TestNode::refused() const {
  absl::MutexLock lock(&mutex_);
  return refused_;
}

std::vector<CallRecord> TestNode::records() const {
  absl::MutexLock lock(&mutex_);
  return records_;
}

std::shared_ptr<grpc::Channel> Dial(const TestFederation& federation,
                                    const std::string& endpoint,
                                    const TestCertificate& leaf) {
  auto provider =
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          federation.trust().directory->members()[0].roots()[0].ToPem(),
          std::vector<grpc::experimental::IdentityKeyCertPair>{
              {KeyPem(leaf), leaf.certificate.ToPem()}});
  return grpc::CreateCustomChannel(
      endpoint,
      ClientTls(provider, [](absl::string_view,
                             absl::string_view) { return absl::OkStatus(); }),
      Alone());
}

std::shared_ptr<grpc::Channel> DialWithoutCertificate(
    const std::string& endpoint) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_verify_server_certs(false);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::CreateCustomChannel(
      endpoint, grpc::experimental::TlsCredentials(options), Alone());
}

}  // namespace homeward::rpc::testing
