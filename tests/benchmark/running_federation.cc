#include "tests/benchmark/running_federation.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/mou/mou.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "homeward/v1/directory_service.grpc.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/tls/tls_credentials.h"
#include "tests/benchmark/free_port.h"
#include "tests/benchmark/known_child.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/template_mou.h"

namespace homeward::benchmark {
namespace {

std::string Endpoint(int port) { return absl::StrCat("127.0.0.1:", port); }

// What is measured begins after the handshake, which any server passes here.
std::shared_ptr<grpc::Channel> Dial(const std::string& endpoint,
                                    const auth::testing::TestAgency& agency,
                                    const auth::SigningKey& key,
                                    const auth::Certificate& leaf) {
  const std::string pem =
      absl::StrCat(Must(key.ToPem(), "key").view(), leaf.ToPem());
  auto provider =
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          agency.root.ToPem(),
          std::vector<grpc::experimental::IdentityKeyCertPair>{{pem, pem}});
  return grpc::CreateChannel(
      endpoint, rpc::ClientTls(std::move(provider),
                               [](absl::string_view, absl::string_view) {
                                 return absl::OkStatus();
                               }));
}

}  // namespace

std::string RunningFederation::clinic(int number) {
  return absl::StrCat("clinic-", number);
}

std::string RunningFederation::MouId(const std::string& clinic) {
  return absl::StrCat("ngo-", clinic);
}

RunningFederation::RunningFederation(int clinics)
    : RunningFederation(clinics, Options()) {}

RunningFederation::RunningFederation(int clinics, const Options& options)
    : options_(options) {
  std::vector<std::pair<std::string, v1::AgencyKind>> agencies = {
      {"ngo", v1::AGENCY_KIND_CHILD_WELFARE}};
  for (int i = 1; i <= clinics; ++i) {
    clinics_.push_back(clinic(i));
    agencies.emplace_back(clinic(i), v1::AGENCY_KIND_HEALTH);
  }
  federation_ =
      std::make_unique<auth::testing::Federation>(absl::Now(), agencies);
  for (const auto& [id, kind] : agencies) {
    Running& running = running_[id];
    running.port = FreePort();
    if (options_.path == Path::kProxied && id != "ngo") {
      running.proxy = std::make_unique<testing::FaultyProxy>(running.port);
    }
    running.mou_key = std::make_unique<auth::SigningKey>(
        Must(auth::SigningKey::Generate(), "MOU key"));
  }
  const std::string directory = SignedDirectory();
  for (const auto& [id, kind] : agencies) Start(id, directory);
  for (const auto& [id, kind] : agencies) InstallLists(id);
  for (const std::string& id : clinics_) {
    Propose(id, Mou("house_clinic", {{"clinic", id}}));
    const v1::Envelope mou = Mou("ngo_clinic", {{"clinic", id}});
    running_[id].mou_sha256 = auth::Sha256(mou.payload());
    Propose(id, mou);
    Propose("ngo", mou);
    running_[id].record_id = Register(id);
  }
}

std::string RunningFederation::SignedDirectory() {
  v1::Directory message = federation_->message();
  for (v1::Member& member : *message.mutable_members()) {
    // An endpoint where nobody listens would be dialled again and again.
    member.clear_endpoints();
    const auto running = running_.find(member.agency_id());
    if (running == running_.end()) continue;
    const auto& [id, it] = *running;
    member.add_endpoints(
        Endpoint(it.proxy != nullptr ? it.proxy->port() : it.port));
    v1::MemberKey* key = member.add_keys();
    key->set_usage(v1::KEY_USAGE_MOU);
    key->set_public_key(running->second.mou_key->public_key().spki_der());
  }
  const v1::Mou charter =
      TemplateInForce("charter", /*renamed=*/{}, federation_->now);
  *message.mutable_charter() = federation_->SignAs(auth::kCharterType, charter);
  return federation_->Sign(message).SerializeAsString();
}

void RunningFederation::Start(const std::string& agency_id,
                              const std::string& directory) {
  Running& running = running_[agency_id];
  running.folder =
      std::make_unique<node::testing::NodeFolder>(*federation_, agency_id);
  running.folder->Write("directory.bin", directory);
  internal::v1::NodeConfig config = running.folder->config();
  config.set_listen_address(Endpoint(running.port));
  config.set_peer_timeout_milliseconds(options_.peer_timeout_milliseconds);
  // All nodes are one process, and sanitizers take a multiple of its memory.
  config.set_memory_growth_mib(4096);
  // Benchmarks ask about one child more than people do.
  internal::v1::ProbeLimits& limits = *config.mutable_probe_limits();
  for (internal::v1::ProbeRates* rates :
       {limits.mutable_agency(), limits.mutable_officer(),
        limits.mutable_purpose(), limits.mutable_child()}) {
    rates->set_questions_per_hour(1000000000);
    rates->set_misses_per_hour(1000000000);
  }
  running.node =
      Must(node::Node::Start(config, options_.answer_beat), "start a node");
}

void RunningFederation::InstallLists(const std::string& agency_id) const {
  const auto stub = v1::DirectoryService::NewStub(StaffChannel(agency_id));
  const std::string assertion = Assertion(agency_id, v1::ROLE_NODE_ADMIN);
  for (const auto& [id, running] : running_) {
    grpc::ClientContext context;
    SignIn(assertion, &context);
    v1::InstallRevocationListRequest request;
    *request.mutable_revocation_list() =
        federation_->SignedList(id, 1, {}, federation_->now);
    v1::InstallRevocationListResponse response;
    Must(stub->InstallRevocationList(&context, request, &response),
         "install a list");
  }
}

v1::Envelope RunningFederation::Mou(
    const std::string& name,
    const std::vector<std::pair<std::string, std::string>>& renamed) const {
  const v1::Mou mou = TemplateInForce(name, renamed, federation_->now);
  v1::Envelope envelope;
  for (const std::string& party : mou.party_agency_ids()) {
    const auth::SigningKey& key = *running_.at(party).mou_key;
    envelope = Must(envelope.payload().empty()
                        ? auth::SignDocument(auth::kMouPayloadType, mou, key)
                        : auth::AddSignature(envelope, key),
                    "sign an MOU");
  }
  return envelope;
}

void RunningFederation::Propose(const std::string& agency_id,
                                const v1::Envelope& mou) const {
  grpc::ClientContext context;
  SignIn(Assertion(agency_id, v1::ROLE_NODE_ADMIN), &context);
  v1::ProposeMouRequest request;
  *request.mutable_mou() = mou;
  v1::ProposeMouResponse response;
  Must(v1::MouService::NewStub(StaffChannel(agency_id))
           ->ProposeMou(&context, request, &response),
       "propose an MOU");
}

std::string RunningFederation::Register(const std::string& clinic) const {
  const auto stub = v1::RegistrationService::NewStub(StaffChannel(clinic));
  const std::string assertion = Assertion(clinic, v1::ROLE_CLINIC_CLINICIAN);
  grpc::ClientContext context;
  SignIn(assertion, &context);
  v1::RegisterChildResponse response;
  Must(stub->RegisterChild(
           &context, KnownChild(federation_->now - absl::Hours(1)), &response),
       "register a child");
  return response.record_id();
}

std::shared_ptr<grpc::Channel> RunningFederation::StaffChannel(
    const std::string& agency_id) const {
  const auth::testing::TestAgency& agency = federation_->agency(agency_id);
  const auth::SigningKey key = Must(auth::SigningKey::Generate(), "key");
  const auth::Certificate leaf =
      Must(auth::IssueNodeCertificate(
               agency.root_key, agency.root, key.public_key(),
               {Must(auth::SpiffeId::Parse(absl::StrCat(
                         "spiffe://", federation_->message().federation(),
                         "/agency/", agency_id, "/client/benchmark")),
                     "client id"),
                {},
                {},
                federation_->now - absl::Hours(1),
                federation_->now + absl::Hours(24)}),
           "client certificate");
  return Dial(Endpoint(running_.at(agency_id).port), agency, key, leaf);
}

std::shared_ptr<grpc::Channel> RunningFederation::NodeChannel(
    const std::string& agency_id, const std::string& other) const {
  const auth::testing::TestAgency& agency = federation_->agency(agency_id);
  return Dial(Endpoint(running_.at(other).port), agency, agency.node_key,
              agency.leaf);
}

std::string RunningFederation::Assertion(const std::string& agency_id,
                                         v1::Role role) const {
  return federation_->SignAssertion(federation_->Assertion(agency_id, role))
      .SerializeAsString();
}

void SignIn(const std::string& assertion, grpc::ClientContext* context) {
  context->AddMetadata(rpc::kStaffAssertionKey, assertion);
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(30));
}

}  // namespace homeward::benchmark
