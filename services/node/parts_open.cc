#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/spiffe_id.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/log/log.h"
#include "services/node/parts.h"
#include "services/node/trust.h"
#include "services/policy/state.h"
#include "services/rpc/tls/tls_pair.h"
#include "services/rpc/worker_pool.h"

// What a node needs before it can answer: its store, whom it trusts, and its
// certificate.
namespace homeward::node {
namespace {

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

}  // namespace

storage::CommitterOptions Parts::CommitterFor() {
  storage::CommitterOptions options;
  options.stats = [this](const storage::CommitStats& stats) {
    metrics.SetQueueDepth(telemetry::Queue::kCommitter,
                          static_cast<int>(stats.queue_depth));
  };
  options.more_coming = [this] { return pool->QueueDepth() > 0; };
  return options;
}

absl::Status Parts::OpenStore(const internal::v1::NodeConfig& config) {
  Log::Options log_options;
  log_options.level = LogLevelOf(config.log_level());
  log_options.clock = absl::Now;
  log = std::make_unique<Log>(std::move(log_options));
  grpc_log = std::make_unique<GrpcLog>(log.get());
  agency_id = config.agency_id();
  data_folder = config.data_folder();
  if (config.synchronize_seconds() > 0) {
    synchronize_every = absl::Seconds(config.synchronize_seconds());
  }
  pool_limits = PoolLimits(config);
  pool = std::make_unique<rpc::WorkerPool>(pool_limits);
  auto opened = Store::Open(config, CommitterFor());
  if (!opened.ok()) return opened.status();
  store = *std::move(opened);
  auto trusted =
      OpenPolicy(config, &store->documents(), &store->committer(), [this] {
        if (prover != nullptr) prover->Wake();
      });
  if (!trusted.ok()) return trusted.status();
  policy = *std::move(trusted);
  prover = std::make_unique<Ticker>(kProveEvery, [this] { Prove(); });
  auto kept = OpenRevocationKeeper(config, policy.get());
  if (!kept.ok()) return kept.status();
  revocation_keeper = *std::move(kept);
  return absl::OkStatus();
}

absl::Status Parts::StartTls(const internal::v1::NodeConfig& config) {
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
               {LogField::Code(status.code()), LogField::Reason("see status")});
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
                              [this] { return keeper->Thumbprints(); },
                              absl::HexStringToBytes(config.terms_sha256())});
  peers = std::make_unique<Peers>(policy.get(), &admission->verifier(),
                                  keeper->provider(), &metrics);
  return absl::OkStatus();
}

}  // namespace homeward::node
