#include "services/telemetry/metrics.h"

#include <array>
#include <exception>
#include <map>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"

namespace homeward::telemetry {
namespace {

constexpr std::array<const char*, 9> kStages = {"handshake", "verify", "decide",
                                                "read",      "match",  "redact",
                                                "log",       "sign",   "peers"};
constexpr std::array<const char*, 4> kDecisions = {"permitted", "withheld",
                                                   "denied", "unverified"};
constexpr std::array<const char*, 4> kScopes = {"agency", "officer", "purpose",
                                                "child"};
constexpr std::array<const char*, 9> kNotices = {
    "answered", "guardian", "review",  "break_glass", "enforcement",
    "probing",  "majority", "erasure", "retention"};
constexpr std::array<const char*, 2> kQueues = {"workers", "committer"};

// Seconds. From 5 us, a decision, to 30 s, the longest peer deadline.
const std::vector<double> kStageBounds = {5e-6, 2e-5, 1e-4, 5e-4, 2e-3, 1e-2,
                                          5e-2, 0.25, 1,    5,    30};
// OpenTelemetry's advice for rpc.server.call.duration, with a finer start.
const std::vector<double> kCallBounds = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]:");
}

// A histogram family by rpc method and status. Only methods of the API, which
// are few, make a series.
class CallHistogram {
 public:
  CallHistogram(prometheus::Registry& registry, const char* name,
                const char* help)
      : family_(prometheus::BuildHistogram().Name(name).Help(help).Register(
            registry)) {}

  void Observe(absl::string_view method, absl::StatusCode status,
               absl::Duration duration) {
    Find(method, status)->Observe(absl::ToDoubleSeconds(duration));
  }

 private:
  prometheus::Histogram* Find(absl::string_view method,
                              absl::StatusCode status) {
    const bool known = absl::StartsWith(method, "homeward.v1.") ||
                       absl::StartsWith(method, "grpc.");
    std::pair<std::string, absl::StatusCode> key(
        known ? std::string(method) : "_OTHER", status);
    absl::MutexLock lock(&mutex_);
    prometheus::Histogram*& series = series_[key];
    if (series == nullptr) {
      series = &family_.Add(
          {{"rpc_system_name", "grpc"},
           {"rpc_method", key.first},
           {"rpc_response_status_code", absl::StatusCodeToString(status)}},
          kCallBounds);
    }
    return series;
  }

  prometheus::Family<prometheus::Histogram>& family_;
  absl::Mutex mutex_;
  std::map<std::pair<std::string, absl::StatusCode>, prometheus::Histogram*>
      series_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

struct Metrics::Families {
  std::shared_ptr<prometheus::Registry> registry =
      std::make_shared<prometheus::Registry>();
  CallHistogram server{*registry, "rpc_server_call_duration_seconds",
                       "How long calls to this node take."};
  CallHistogram client{*registry, "rpc_client_call_duration_seconds",
                       "How long calls to peers take."};
  std::array<prometheus::Histogram*, kStages.size()> stages;
  std::array<prometheus::Counter*, kDecisions.size()> decisions;
  std::array<prometheus::Counter*, kScopes.size()> probe_lockouts;
  std::array<prometheus::Gauge*, kQueues.size()> queues;
  std::array<prometheus::Gauge*, kNotices.size()> notices;
  prometheus::Gauge* certificate_days_left;
  prometheus::Gauge* index_rebuilt;
  std::unique_ptr<prometheus::Exposer> exposer;
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
  prometheus::Registry& registry = *families_->registry;
  auto& stages = prometheus::BuildHistogram()
                     .Name("homeward_stage_duration_seconds")
                     .Help("How long each stage of an answer takes.")
                     .Register(registry);
  for (size_t i = 0; i < kStages.size(); ++i) {
    families_->stages[i] = &stages.Add({{"stage", kStages[i]}}, kStageBounds);
  }
  auto& decisions = prometheus::BuildCounter()
                        .Name("homeward_decisions_total")
                        .Help("Questions decided, by outcome.")
                        .Register(registry);
  for (size_t i = 0; i < kDecisions.size(); ++i) {
    families_->decisions[i] = &decisions.Add({{"outcome", kDecisions[i]}});
  }
  auto& lockouts = prometheus::BuildCounter()
                       .Name("homeward_probe_lockouts_total")
                       .Help("Lockouts for probing that began, by scope.")
                       .Register(registry);
  for (size_t i = 0; i < kScopes.size(); ++i) {
    families_->probe_lockouts[i] = &lockouts.Add({{"scope", kScopes[i]}});
  }
  auto& queues = prometheus::BuildGauge()
                     .Name("homeward_queue_depth")
                     .Help("What waits in each bounded queue.")
                     .Register(registry);
  for (size_t i = 0; i < kQueues.size(); ++i) {
    families_->queues[i] = &queues.Add({{"queue", kQueues[i]}});
  }
  auto& notices = prometheus::BuildGauge()
                      .Name("homeward_notices_waiting")
                      .Help("Notices that nobody acknowledged, by kind.")
                      .Register(registry);
  for (size_t i = 0; i < kNotices.size(); ++i) {
    families_->notices[i] = &notices.Add({{"kind", kNotices[i]}});
  }
  families_->certificate_days_left =
      &prometheus::BuildGauge()
           .Name("homeward_certificate_days_left")
           .Help("Days until the node's certificate ends.")
           .Register(registry)
           .Add({});
  families_->index_rebuilt =
      &prometheus::BuildGauge()
           .Name("homeward_index_rebuilt_ratio")
           .Help("Part of the records that is found by the present rules.")
           .Register(registry)
           .Add({});
}

Metrics::~Metrics() = default;

void Metrics::ObserveStage(Stage stage, absl::Duration duration) {
  families_->stages[static_cast<size_t>(stage)]->Observe(
      absl::ToDoubleSeconds(duration));
}

void Metrics::CountDecision(Decision decision) {
  families_->decisions[static_cast<size_t>(decision)]->Increment();
}

void Metrics::CountProbeLockout(Scope scope) {
  families_->probe_lockouts[static_cast<size_t>(scope)]->Increment();
}

void Metrics::SetQueueDepth(Queue queue, int depth) {
  families_->queues[static_cast<size_t>(queue)]->Set(depth);
}

void Metrics::SetNoticesWaiting(NoticeKind kind, int count) {
  families_->notices[static_cast<size_t>(kind)]->Set(count);
}

void Metrics::SetCertificateDaysLeft(double days) {
  families_->certificate_days_left->Set(days);
}

void Metrics::SetIndexRebuilt(double ratio) {
  families_->index_rebuilt->Set(ratio);
}

void Metrics::ObserveServerCall(absl::string_view method,
                                absl::StatusCode status,
                                absl::Duration duration) {
  families_->server.Observe(method, status, duration);
}

void Metrics::ObserveClientCall(absl::string_view method,
                                absl::StatusCode status,
                                absl::Duration duration) {
  families_->client.Observe(method, status, duration);
}

absl::StatusOr<int> Metrics::Serve(const std::string& address) {
  if (!IsLoopback(address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "metrics_address: \"", address,
        "\" is not a loopback address; use 127.0.0.1:PORT or [::1]:PORT"));
  }
  try {
    families_->exposer =
        std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
    families_->exposer->RegisterCollectable(families_->registry);
    const std::vector<int> ports = families_->exposer->GetListeningPorts();
    if (!ports.empty()) return ports.front();
  } catch (const std::exception&) {  // CivetWeb's wrapper throws.
    families_->exposer.reset();
  }
  return absl::UnavailableError(
      absl::StrCat("metrics_address: can't listen on ", address,
                   "; is the port taken? Port 0 takes any free one"));
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(families_->registry->Collect());
}

}  // namespace homeward::telemetry
