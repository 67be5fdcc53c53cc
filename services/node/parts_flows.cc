#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/federation/withdrawal/origin_copies.h"
#include "services/node/config/probe_config.h"
#include "services/node/log/log.h"
#include "services/node/parts.h"
#include "services/policy/state.h"
#include "services/rpc/tls/tls_pair.h"

// What a node does with others, joined to its store and its peers.
namespace homeward::node {
namespace {

// The kind of blind term by which a child is told from another.
constexpr char kProbedChild[] = "probed_child";

telemetry::Scope ScopeOf(v1::ProbeScope scope) {
  switch (scope) {
    case v1::PROBE_SCOPE_OFFICER:
      return telemetry::Scope::kOfficer;
    case v1::PROBE_SCOPE_PURPOSE:
      return telemetry::Scope::kPurpose;
    case v1::PROBE_SCOPE_CHILD:
      return telemetry::Scope::kChild;
    default:
      return telemetry::Scope::kAgency;
  }
}

Literal CauseName(v1::ProbeCause cause) {
  switch (cause) {
    case v1::PROBE_CAUSE_QUESTIONS:
      return "too many questions";
    case v1::PROBE_CAUSE_MISSES:
      return "too many questions that find nothing";
    case v1::PROBE_CAUSE_NAMES:
      return "too many different names";
    case v1::PROBE_CAUSE_LOCKOUTS:
      return "too many lockouts of one agency";
    default:
      return "unknown";
  }
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

void Parts::MakeSynchronizer(const internal::v1::NodeConfig& config) {
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
      std::move(options), policy.get(),
      [this](const std::string& agency_id) { return peers->Find(agency_id); });
}

void Parts::MakeProbeGuard(const internal::v1::NodeConfig& config) {
  federation::ProbeGuard::Options options;
  options.limits = ProbeLimitsOf(config.probe_limits());
  options.agency_id = config.agency_id();
  options.blind = [this](absl::string_view text) {
    // Without the bytes that tell the kind.
    return store->blind().Term(kProbedChild, text).substr(4);
  };
  options.began = [this](const v1::ProbeLockout& lockout) {
    metrics.CountProbeLockout(ScopeOf(lockout.scope()));
    log->Write(
        LogLevel::kWarning, "probe_lockout",
        {LogField::Agency(lockout.agency_id(), *policy->current()->directory),
         LogField::Reason(CauseName(lockout.cause()))});
  };
  options.desk = desk.get();
  probes = std::make_unique<federation::ProbeGuard>(
      std::move(options), &store->documents(), &store->committer());
}

void Parts::MakePacer(std::chrono::nanoseconds beat) {
  federation::BeatPacer::Options options;
  options.beat = beat;
  options.max_waiting = pool_limits.queue_limit;
  pacer = std::make_unique<federation::BeatPacer>(std::move(options));
}

federation::SignerFinder Parts::Signers() {
  return [this](absl::string_view thumbprint) {
    return FindSigner(*keeper, thumbprint);
  };
}

federation::Courier::Options Parts::CourierFor(Literal event) {
  federation::Courier::Options options;
  options.clock = absl::Now;
  options.peers = [this](const std::string& agency_id) {
    return peers->Find(agency_id);
  };
  options.failed = [this, event](const std::string& agency,
                                 const absl::Status& status) {
    log->Write(LogLevel::kWarning, event,
               {LogField::Agency(agency, *policy->current()->directory),
                LogField::Code(status.code())});
  };
  return options;
}

void Parts::MakeCopies(const internal::v1::NodeConfig& config) {
  withdrawals = std::make_unique<federation::WithdrawalBook>(
      config.agency_id(), &store->documents(), &store->disclosures(),
      &store->committer(),
      federation::OriginCopies(config.agency_id(), &store->records(), [this] {
        return policy->current()->directory;
      }));
  kept = std::make_unique<federation::KeptAnswers>(
      config.agency_id(), &store->copies(), &store->committer(), Signers());
  withdrawer = std::make_unique<federation::Withdrawer>(
      Signers(), CourierFor("withdrawal_open"), withdrawals.get(), policy.get(),
      &known_signers);
}

void Parts::MakeGlass(const internal::v1::NodeConfig& config) {
  glass = std::make_unique<federation::GlassBook>(
      config.agency_id(), &store->documents(), &store->committer());
  reviews = std::make_unique<federation::ReviewTeller>(
      config.agency_id(), CourierFor("review_open"), glass.get(), policy.get(),
      &known_signers);
}

void Parts::MakeFlows(const internal::v1::NodeConfig& config) {
  pipeline = std::make_unique<query::Pipeline>(
      &store->records(), &store->field_hasher(), &metrics);
  tracing = std::make_unique<federation::TracingConsent>(
      config.agency_id(), &store->records(), &store->matches());
  node_parts.agency_id = config.agency_id();
  node_parts.policy = policy.get();
  node_parts.pipeline = pipeline.get();
  node_parts.matches = &store->matches();
  node_parts.tracing = tracing.get();
  node_parts.committer = &store->committer();
  node_parts.log = &store->log();
  node_parts.signers = Signers();
  node_parts.disclosures = &store->disclosures();
  node_parts.withdrawals = withdrawals.get();
  node_parts.kept = kept.get();
  node_parts.desk = desk.get();
  node_parts.glass = glass.get();
  node_parts.known_signers = &known_signers;
  node_parts.probes = probes.get();
  node_parts.pacer = pacer.get();
  node_parts.metrics = &metrics;
  node_parts.clock = absl::Now;
  node_parts.resume = [this](std::function<void()> work) {
    pool->Resume(std::move(work));
  };
  node_parts.stale_mou = [this](const std::string& agency) {
    synchronizer->NudgeOne(agency);
  };
  responder = std::make_unique<federation::Responder>(node_parts, absl::Now());
  inquiry = std::make_unique<federation::Inquiry>(
      node_parts,
      [this](const std::string& agency_id) { return peers->Find(agency_id); });
}

}  // namespace homeward::node
