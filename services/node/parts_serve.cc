#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/federation/break_glass/suspension.h"
#include "services/node/log/log.h"
#include "services/node/parts.h"
#include "services/rpc/connection_guard.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_credentials.h"

// The ports of a node, and what starts with them.
namespace homeward::node {
namespace {

constexpr absl::Duration kTick = absl::Seconds(5);
// How late an answer is erased whose time is over. It is not shown meanwhile.
constexpr absl::Duration kSweepEvery = absl::Seconds(1);
constexpr absl::Duration kPruneEvery = absl::Hours(1);
// With kWatchPiece, a million records in some 14 hours.
constexpr absl::Duration kWatchPieceEvery = absl::Seconds(10);
// How soon an erasure that broke off is finished.
constexpr absl::Duration kEraseEvery = absl::Minutes(1);

Literal ReasonName(rpc::ConnectionGuard::Reason reason) {
  switch (reason) {
    case rpc::ConnectionGuard::Reason::kTooMany:
      return "too many connections";
    case rpc::ConnectionGuard::Reason::kUnused:
      return "nothing it sent was a call";
    case rpc::ConnectionGuard::Reason::kMemory:
      return "it sent most while memory grew";
  }
  return "unknown";
}

// What a peer has to answer a question that names no time of its own.
absl::Duration PeerTimeout(const internal::v1::NodeConfig& config) {
  return config.peer_timeout_milliseconds() > 0
             ? absl::Milliseconds(config.peer_timeout_milliseconds())
             : absl::Seconds(3);
}

rpc::ConnectionGuard::Limits GuardLimits(
    const internal::v1::NodeConfig& config) {
  rpc::ConnectionGuard::Limits limits;
  if (config.memory_growth_mib() > 0) {
    limits.max_growth_bytes = int64_t{config.memory_growth_mib()} << 20;
  }
  return limits;
}

}  // namespace

void Parts::ObserveCall(const rpc::CallRecord& call) {
  metrics.ObserveServerCall(call.method, call.code, call.latency);
  metrics.SetQueueDepth(telemetry::Queue::kWorkers, pool->QueueDepth());
  const LogLevel level =
      call.code == absl::StatusCode::kOk ? LogLevel::kDebug : LogLevel::kInfo;
  if (call.query_id.empty()) {
    log->Write(level, "call",
               {LogField::Method(call.method), LogField::Code(call.code),
                LogField::Ms(call.latency)});
  } else {
    log->Write(LogLevel::kInfo, "query",
               {LogField::QueryId(call.query_id), LogField::Method(call.method),
                LogField::Code(call.code), LogField::Ms(call.latency)});
  }
}

absl::Status Parts::StartServer(const internal::v1::NodeConfig& config) {
  rpc::Server::Options options;
  options.listen_address = config.listen_address();
  options.health_address = config.health_address();
  options.credentials = rpc::ServerTls(
      keeper->provider(),
      [this](absl::string_view leaf_pem, absl::string_view chain_pem) {
        telemetry::StageTimer timer(&metrics, telemetry::Stage::kHandshake);
        // Each call is judged by its own rule.
        return admission->verifier()
            .Verify(leaf_pem, chain_pem, rpc::Revocation::kMayBeUnknown)
            .status();
      });
  options.services = services->all();
  auto started = rpc::Server::Start(options);
  if (!started.ok()) return started.status();
  server = *std::move(started);
  guard->Watch(server->port());
  return absl::OkStatus();
}

absl::Status Parts::Serve(const internal::v1::NodeConfig& config) {
  guard = std::make_unique<rpc::ConnectionGuard>(
      GuardLimits(config), [this](rpc::ConnectionGuard::Reason reason) {
        log->Write(LogLevel::kWarning, "connection_closed",
                   {LogField::Reason(ReasonName(reason))});
      });
  front.guard = guard.get();
  front.pool = pool.get();
  front.admission = admission.get();
  front.check_account = [this](const auth::Caller& caller) {
    const absl::Status checked = federation::CheckNotSuspended(
        caller, *glass, &store->committer(), absl::Now());
    return absl::IsPermissionDenied(checked)
               ? rpc::FaultError(rpc::Fault::kSuspended, "", checked.message())
               : checked;
  };
  front.observe = [this](const rpc::CallRecord& call) { ObserveCall(call); };
  services = std::make_unique<Services>(
      &front, ServedParts{store.get(),        policy.get(),
                          inquiry.get(),      responder.get(),
                          synchronizer.get(), registrar.get(),
                          path_check.get(),   probes.get(),
                          withdrawals.get(),  kept.get(),
                          withdrawer.get(),   desk.get(),
                          glass.get(),        reviews.get(),
                          eraser.get(),       statistician.get(),
                          agency_id,          Signers(),
                          &known_signers,     [this] { return Status(); },
                          PeerTimeout(config)});
  KeepIndex();
  absl::Status status = StartServer(config);
  if (!status.ok()) return status;
  if (!config.metrics_address().empty()) {
    auto port = metrics.Serve(config.metrics_address());
    if (!port.ok()) return port.status();
    metrics_port = *port;
  }
  synchronizer->Start();
  withdrawer->courier().Start();
  reviews->courier().Start();
  sweeper = std::make_unique<Ticker>(kSweepEvery, [this] { Sweep(); });
  pruner = std::make_unique<Ticker>(kPruneEvery, [this] { Prune(); });
  watch_ticker =
      std::make_unique<Ticker>(kWatchPieceEvery, [this] { WatchRecords(); });
  erasure_ticker =
      std::make_unique<Ticker>(kEraseEvery, [this] { StepErasures(); });
  ticker = std::make_unique<Ticker>(kTick, [this] { Tick(); });
  server->SetServing(true);
  log->Write(LogLevel::kInfo, "started", {LogField::Port(server->port())});
  return absl::OkStatus();
}

}  // namespace homeward::node
