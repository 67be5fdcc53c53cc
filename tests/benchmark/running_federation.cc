#include "tests/benchmark/running_federation.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/mou/mou.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "homeward/v1/directory_service.grpc.pb.h"
#include "homeward/v1/mou_service.grpc.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/admission.h"
#include "services/rpc/tls/tls_credentials.h"
#include "tests/benchmark/must.h"

namespace homeward::benchmark {
namespace {

constexpr int kFirstPort = 5'000;
constexpr int kPortsOfOne = 100;

// The first of `kPortsOfOne` ports that are this process's: it holds a name
// that one process at a time may have and that ends with it. Below the ports of
// the other tests and those that the system gives to connections, which could
// take one before the node listens.
int OwnPorts() {
  for (int block = kFirstPort; block < 2 * kFirstPort; block += kPortsOfOne) {
    const std::string name = absl::StrCat("homeward-benchmark-ports-", block);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path + 1, name.size());  // Of no file: starts at 0.
    const int holder = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(holder, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
        0) {
      return block;  // Held until the process ends.
    }
    close(holder);
  }
  Must(absl::UnavailableError("no block of ports is free"), "choose ports");
  return 0;
}

int FreePort() {
  static const int first = OwnPorts();
  static int next = first;
  while (next < first + kPortsOfOne) {
    const int port = next++;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int bound =
        bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
    close(listener);
    if (bound == 0) return port;
  }
  Must(absl::UnavailableError("no port is free"), "bind on loopback");
  return 0;
}

// In force since a year before `now` and for a year: the times of the project's
// templates are an example, and end.
void HoldAt(absl::Time now, v1::Mou& mou) {
  const absl::Duration year = 365 * absl::Hours(24);
  *mou.mutable_effective_time() = auth::ToTimestamp(now - year);
  *mou.mutable_expiry_time() = auth::ToTimestamp(now + year);
}

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

template <typename Message>
void Parse(const std::string& text, Message* message) {
  if (!google::protobuf::TextFormat::ParseFromString(text, message)) {
    Must(absl::InvalidArgumentError("not of this type"), "read a text");
  }
}

constexpr char kChild[] = R"pb(
  request_id: "benchmark"
  purpose: PURPOSE_TREAT
  identity {
    name_full: "Solomiya Tkachenko"
    name_first: "Solomiya"
    name_last: "Tkachenko"
    nationality: "UA"
    language: "uk"
    address_current {
      country_code: "PL"
      admin1_code: "PL-06"
      site: "Reception centre 4"
    }
  }
  location_protection { state: PROTECT_LOCATION_OFF }
)pb";

constexpr char kSafe[] = R"pb(
  wellbeing_check {
    status: WELLBEING_STATUS_SAFE
    method: WELLBEING_METHOD_IN_PERSON
  }
)pb";

constexpr char kReferral[] = R"pb(
  referral {
    referral_id: "to-ngo"
    to_agency_id: "ngo"
    service: REFERRAL_SERVICE_CASE_MANAGEMENT
  }
)pb";

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
  std::ifstream file("deploy/mou_templates/charter.textproto");
  v1::Mou charter;
  if (!google::protobuf::TextFormat::ParseFromString(
          std::string((std::istreambuf_iterator<char>(file)), {}), &charter)) {
    Must(absl::NotFoundError("deploy/mou_templates/charter.textproto"), "read");
  }
  HoldAt(federation_->now, charter);
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
  const std::string path =
      absl::StrCat("deploy/mou_templates/", name, ".textproto");
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  for (const auto& [from, to] : renamed) {
    text = absl::StrReplaceAll(
        text, {{absl::StrCat("\"", from, "\""), absl::StrCat("\"", to, "\"")},
               {absl::StrCat("-", from, "\""), absl::StrCat("-", to, "\"")}});
  }
  v1::Mou mou;
  if (!google::protobuf::TextFormat::ParseFromString(text, &mou)) {
    Must(absl::NotFoundError(path), "read a template");
  }
  HoldAt(federation_->now, mou);
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

void RunningFederation::ReferToNgo(v1::RegisterChildRequest* request) {
  v1::NewClaim* added = request->add_further_claims();
  *added->mutable_source() = request->source();
  Parse(kReferral, added->mutable_claim());
  *added->mutable_claim()->mutable_referral()->mutable_made_time() =
      request->source().source_time();
}

std::string RunningFederation::Register(const std::string& clinic) const {
  const auto stub = v1::RegistrationService::NewStub(StaffChannel(clinic));
  const std::string assertion = Assertion(clinic, v1::ROLE_CLINIC_CLINICIAN);
  const auto now = auth::ToTimestamp(federation_->now - absl::Hours(1));
  v1::RegisterChildRequest request;
  Parse(kChild, &request);
  v1::DocumentNumber* document = request.mutable_identity()->add_documents();
  document->set_type(v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL);
  document->set_number(kUnhcrNumber);
  *request.mutable_source()->mutable_source_time() = now;
  request.mutable_source()->set_basis(v1::BASIS_OBSERVED);
  v1::NewClaim* safe = request.add_further_claims();
  *safe->mutable_source() = request.source();
  Parse(kSafe, safe->mutable_claim());
  *safe->mutable_claim()->mutable_wellbeing_check()->mutable_checked_time() =
      now;
  ReferToNgo(&request);
  grpc::ClientContext context;
  SignIn(assertion, &context);
  v1::RegisterChildResponse response;
  Must(stub->RegisterChild(&context, request, &response), "register a child");
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
