#include "services/node/node.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/spiffe_id.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/federation/inquiry.h"
#include "services/federation/known_signers.h"
#include "services/federation/node_parts.h"
#include "services/federation/responder.h"
#include "services/federation/synchronizer.h"
#include "services/node/log.h"
#include "services/node/path_check.h"
#include "services/node/peers.h"
#include "services/node/services.h"
#include "services/node/status.h"
#include "services/node/store.h"
#include "services/node/ticker.h"
#include "services/node/trust.h"
#include "services/policy/policy.h"
#include "services/policy/revocation_keeper.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"
#include "services/registration/registrar.h"
#include "services/rpc/admission.h"
#include "services/rpc/front.h"
#include "services/rpc/server.h"
#include "services/rpc/tls_credentials.h"
#include "services/rpc/tls_keeper.h"
#include "services/rpc/tls_pair.h"
#include "services/rpc/worker_pool.h"
#include "services/telemetry/metrics.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kDrainLimit = absl::Seconds(10);
constexpr char kVersion[] = "0.1";
constexpr absl::Duration kTick = absl::Minutes(1);

rpc::WorkerPool::Limits PoolLimits(const internal::v1::NodeConfig& config) {
  rpc::WorkerPool::Limits limits;
  limits.threads = config.worker_threads() > 0
                       ? config.worker_threads()
                       : static_cast<int>(std::clamp(
                             std::thread::hardware_concurrency(), 2u, 64u));
  if (config.queue_limit() > 0) limits.queue_limit = config.queue_limit();
  limits.queue_limit_per_agency = std::max(1, limits.queue_limit / 2);
  return limits;
}

// The own pair that signs: `keeper` keeps it alive.
std::optional<federation::SigningIdentity> FindSigner(
    const rpc::TlsKeeper& keeper, absl::string_view thumbprint) {
  const std::shared_ptr<const rpc::TlsPair> pair =
      thumbprint.empty() ? keeper.current() : keeper.Find(thumbprint);
  if (pair == nullptr) return std::nullopt;
  return federation::SigningIdentity{pair->leaf.der(), {pair, &pair->key}};
}

}  // namespace

// In the order of making: each uses those before it, and goes before them.
struct Node::Parts {
  std::unique_ptr<Log> log;
  telemetry::Metrics metrics;
  int metrics_port = 0;
  std::string agency_id;
  std::string data_folder;
  absl::Duration synchronize_every = absl::Seconds(2);
  int queue_limit = 1024;
  std::unique_ptr<Store> store;
  std::unique_ptr<policy::Policy> policy;
  std::unique_ptr<rpc::TlsKeeper> keeper;
  std::unique_ptr<rpc::Admission> admission;
  std::unique_ptr<query::Pipeline> pipeline;
  std::unique_ptr<Peers> peers;
  std::unique_ptr<rpc::WorkerPool> pool;
  federation::KnownSigners known_signers;
  federation::NodeParts node_parts;
  std::unique_ptr<federation::Responder> responder;
  std::unique_ptr<federation::Inquiry> inquiry;
  std::unique_ptr<registration::Registrar> registrar;
  std::unique_ptr<federation::Synchronizer> synchronizer;
  std::unique_ptr<PathCheck> path_check;
  std::unique_ptr<policy::RevocationKeeper> revocation_keeper;
  rpc::Front front;
  std::unique_ptr<Services> services;
  std::unique_ptr<rpc::Server> server;
  std::unique_ptr<Ticker> ticker;

  absl::Status OpenStore(const internal::v1::NodeConfig& config);
  absl::Status StartTls(const internal::v1::NodeConfig& config);
  void MakeFlows(const internal::v1::NodeConfig& config);
  void MakeSideFlows(const internal::v1::NodeConfig& config);
  absl::Status Serve(const internal::v1::NodeConfig& config);
  void Tick();
  v1::GetStatusResponse Status() const;
};

absl::Status Node::Parts::OpenStore(const internal::v1::NodeConfig& config) {
  Log::Options log_options;
  log_options.level = LogLevelOf(config.log_level());
  log_options.clock = absl::Now;
  log = std::make_unique<Log>(std::move(log_options));
  agency_id = config.agency_id();
  data_folder = config.data_folder();
  if (config.synchronize_seconds() > 0) {
    synchronize_every = absl::Seconds(config.synchronize_seconds());
  }
  queue_limit = PoolLimits(config).queue_limit;
  auto opened = Store::Open(config, [this](const storage::CommitStats& stats) {
    metrics.SetQueueDepth(telemetry::Queue::kCommitter,
                          static_cast<int>(stats.queue_depth));
  });
  if (!opened.ok()) return opened.status();
  store = *std::move(opened);
  auto trusted = OpenPolicy(config, &store->documents(), &store->committer());
  if (!trusted.ok()) return trusted.status();
  policy = *std::move(trusted);
  auto kept = OpenRevocationKeeper(config, policy.get());
  if (!kept.ok()) return kept.status();
  revocation_keeper = *std::move(kept);
  return absl::OkStatus();
}

absl::Status Node::Parts::StartTls(const internal::v1::NodeConfig& config) {
  const auto trust = [this] {
    const std::shared_ptr<const policy::Snapshot> now = policy->current();
    return rpc::Trust{now->directory, now->revocations};
  };
  auto id =
      auth::SpiffeId::Make(config.federation(), config.agency_id(),
                           config.node_id().empty() ? "1" : config.node_id());
  if (!id.ok()) return id.status();
  rpc::TlsKeeper::Options options;
  options.folder = config.certificate_folder();
  options.trust = trust;
  options.clock = absl::Now;
  options.refused = [this](const absl::Status& status) {
    log->Write(LogLevel::kError, "tls_pair_refused",
               {LogField::Code(status.code()), LogField::Reason("see doctor")});
  };
  options.changed = [this](const rpc::TlsPair&) {
    log->Write(LogLevel::kInfo, "tls_pair_changed");
  };
  auto started = rpc::TlsKeeper::Start(std::move(options), *id);
  if (!started.ok()) {
    return absl::Status(
        started.status().code(),
        absl::StrCat("certificate_folder: ", started.status().message()));
  }
  keeper = *std::move(started);
  admission = std::make_unique<rpc::Admission>(
      rpc::Admission::Options{config.agency_id(), trust, absl::Now,
                              [this] { return keeper->Thumbprints(); }});
  peers = std::make_unique<Peers>(policy.get(), &admission->verifier(),
                                  keeper->provider());
  return absl::OkStatus();
}

void Node::Parts::MakeFlows(const internal::v1::NodeConfig& config) {
  pipeline = std::make_unique<query::Pipeline>(&store->records(), &metrics);
  pool = std::make_unique<rpc::WorkerPool>(PoolLimits(config));
  node_parts.agency_id = config.agency_id();
  node_parts.policy = policy.get();
  node_parts.pipeline = pipeline.get();
  node_parts.committer = &store->committer();
  node_parts.log = &store->log();
  node_parts.signers = [this](absl::string_view thumbprint) {
    return FindSigner(*keeper, thumbprint);
  };
  node_parts.known_signers = &known_signers;
  node_parts.metrics = &metrics;
  node_parts.clock = absl::Now;
  responder = std::make_unique<federation::Responder>(node_parts, absl::Now());
  inquiry = std::make_unique<federation::Inquiry>(
      node_parts,
      [this](const std::string& agency_id) { return peers->Find(agency_id); },
      [this](std::function<void()> work) {
        return pool->Submit("", std::move(work));
      });
}

void Node::Parts::MakeSideFlows(const internal::v1::NodeConfig& config) {
  const auto find_peer = [this](const std::string& agency_id) {
    return peers->Find(agency_id);
  };
  registration::RegistrarParts parts;
  parts.records = &store->records();
  parts.requests = &store->requests();
  parts.photos = &store->photos();
  parts.committer = &store->committer();
  parts.mous = [this] { return policy->current()->mous; };
  parts.now = absl::Now;
  parts.run = [this](std::function<void()> work) {
    return pool->Submit("", std::move(work));
  };
  registrar = std::make_unique<registration::Registrar>(std::move(parts));
  federation::Synchronizer::Options options;
  options.refused = [this](const std::string& agency,
                           const absl::Status& status) {
    log->Write(LogLevel::kWarning, "document_refused",
               {LogField::Agency(agency, *policy->current()->directory),
                LogField::Code(status.code())});
  };
  options.agency_id = config.agency_id();
  options.clock = absl::Now;
  options.every = synchronize_every;
  synchronizer = std::make_unique<federation::Synchronizer>(
      std::move(options), policy.get(), find_peer);
  path_check = std::make_unique<PathCheck>(config.agency_id(), policy.get(),
                                           keeper.get(), &admission->verifier(),
                                           find_peer);
}

// What is looked at every minute.
void Node::Parts::Tick() {
  metrics.SetCertificateDaysLeft(
      absl::ToDoubleHours(
          keeper->current()->leaf.not_after().value_or(absl::InfinitePast()) -
          absl::Now()) /
      24);
  // Also brings a store back that could not be written, once it can be.
  const absl::Status health = store->engine().Health();
  if (!health.ok()) {
    log->Write(LogLevel::kError, "store_down", {LogField::Code(health.code())});
  }
  if (revocation_keeper == nullptr) return;
  auto renewed = revocation_keeper->Refresh(absl::Now());
  if (renewed.ok() && *renewed) synchronizer->Nudge();
}

v1::GetStatusResponse Node::Parts::Status() const {
  const std::shared_ptr<const policy::State> state = policy->state();
  const auth::RevocationList* own_list =
      state->snapshot.revocations->Find(agency_id);
  StatusFacts facts;
  facts.agency_id = agency_id;
  facts.version = kVersion;
  facts.now = absl::Now();
  const auto leaf = keeper->current()->leaf;
  facts.certificate_from = leaf.not_before().value_or(absl::InfinitePast());
  facts.certificate_until = leaf.not_after().value_or(absl::InfinitePast());
  if (own_list != nullptr) facts.own_revocations = own_list->issued_time();
  facts.directory = state->snapshot.directory;
  facts.mous = state->mous.List(facts.now);
  facts.peers = synchronizer->Peers();
  facts.synchronize_every = synchronize_every;
  facts.last_synchronized = synchronizer->LastTurn();
  facts.log_size = store->log().Current().size;
  facts.signed_size = store->log().SignedSize();
  facts.store_health = store->engine().Health();
  struct statvfs disk = {};
  if (statvfs(data_folder.c_str(), &disk) == 0) {
    facts.free_bytes = static_cast<int64_t>(disk.f_bavail * disk.f_frsize);
    facts.disk_bytes = static_cast<int64_t>(disk.f_blocks * disk.f_frsize);
  }
  facts.queue_depth = pool->QueueDepth();
  facts.queue_limit = queue_limit;
  return BuildStatus(facts);
}

absl::Status Node::Parts::Serve(const internal::v1::NodeConfig& config) {
  front.pool = pool.get();
  front.admission = admission.get();
  front.observe = [this](const rpc::CallRecord& call) {
    metrics.ObserveServerCall(call.method, call.code, call.latency);
    metrics.SetQueueDepth(telemetry::Queue::kWorkers, pool->QueueDepth());
    const LogLevel level =
        call.code == absl::StatusCode::kOk ? LogLevel::kDebug : LogLevel::kInfo;
    if (call.query_id.empty()) {
      log->Write(level, "call",
                 {LogField::Method(call.method), LogField::Code(call.code),
                  LogField::Ms(call.latency)});
    } else {
      log->Write(
          LogLevel::kInfo, "query",
          {LogField::QueryId(call.query_id), LogField::Method(call.method),
           LogField::Code(call.code), LogField::Ms(call.latency)});
    }
  };
  services = std::make_unique<Services>(
      &front, ServedParts{store.get(), policy.get(), inquiry.get(),
                          responder.get(), synchronizer.get(), registrar.get(),
                          path_check.get(), [this] { return Status(); }});
  rpc::Server::Options options;
  options.listen_address = config.listen_address();
  options.health_address = config.health_address();
  options.credentials = rpc::ServerTls(
      keeper->provider(),
      [this](absl::string_view leaf_pem, absl::string_view chain_pem) {
        telemetry::StageTimer timer(&metrics, telemetry::Stage::kHandshake);
        return admission->verifier().Verify(leaf_pem, chain_pem).status();
      });
  options.services = services->all();
  auto started = rpc::Server::Start(options);
  if (!started.ok()) return started.status();
  server = *std::move(started);
  if (!config.metrics_address().empty()) {
    auto port = metrics.Serve(config.metrics_address());
    if (!port.ok()) return port.status();
    metrics_port = *port;
  }
  synchronizer->Start();
  ticker = std::make_unique<Ticker>(kTick, [this] { Tick(); });
  server->SetServing(true);
  log->Write(LogLevel::kInfo, "started", {LogField::Port(server->port())});
  return absl::OkStatus();
}

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<Node>> Node::Start(
    const internal::v1::NodeConfig& config) {
  auto parts = std::make_unique<Parts>();
  absl::Status status = parts->OpenStore(config);
  if (status.ok()) status = parts->StartTls(config);
  if (!status.ok()) return status;
  parts->MakeFlows(config);
  parts->MakeSideFlows(config);
  status = parts->responder->Restore();
  if (status.ok()) status = parts->Serve(config);
  if (!status.ok()) return status;
  return std::unique_ptr<Node>(new Node(std::move(parts)));
}

Node::~Node() { Stop(kDrainLimit); }

int Node::port() const { return parts_->server->port(); }
int Node::metrics_port() const { return parts_->metrics_port; }
int Node::health_port() const { return parts_->server->health_port(); }

void Node::Stop(absl::Duration limit) {
  parts_->ticker.reset();
  parts_->synchronizer->Stop();
  parts_->server->Stop(limit);
  parts_->pool->Stop();
  parts_->store->committer().Stop();
  parts_->log->Write(LogLevel::kInfo, "stopped");
}

}  // namespace homeward::node
