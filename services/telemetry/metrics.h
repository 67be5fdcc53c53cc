#ifndef HOMEWARD_SERVICES_TELEMETRY_METRICS_H_
#define HOMEWARD_SERVICES_TELEMETRY_METRICS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// What a node counts about itself, for Prometheus. Labels come from the fixed
// lists below and from the names of rpcs and agencies: none can name a person,
// a case or a record. docs/operations.md lists every metric.
namespace homeward::telemetry {

// The stages of one answer, in the order of docs/architecture.md.
enum class Stage {
  kHandshake,
  kVerify,
  kDecide,
  kRead,
  kMatch,
  kRedact,
  kLog,
  kSign,
  kPeers,
};

// How a question was decided.
enum class Decision { kPermitted, kWithheld, kDenied, kUnverified };

// Whom or what a lockout for probing is about.
enum class Scope { kAgency, kOfficer, kPurpose, kChild };

// What waits for own staff to acknowledge it.
enum class NoticeKind {
  kAnswered,
  kGuardian,
  kReview,
  kBreakGlass,
  kEnforcement,
  kProbing,
  kMajority,
  kErasure,
  kRetention,
};

// The bounded queues of a node.
enum class Queue { kWorkers, kCommitter };

// The metrics of one node. Thread-safe; every call is a few atomic additions.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `homeward_stage_duration_seconds{stage}`.
  void ObserveStage(Stage stage, absl::Duration duration);

  // `homeward_decisions_total{outcome}`.
  void CountDecision(Decision decision);

  // `homeward_probe_lockouts_total{scope}`: how many began.
  void CountProbeLockout(Scope scope);

  // `homeward_queue_depth{queue}`.
  void SetQueueDepth(Queue queue, int depth);

  // `homeward_notices_waiting{kind}`: those that nobody acknowledged.
  void SetNoticesWaiting(NoticeKind kind, int count);

  // `homeward_certificate_days_left`, of the node's own leaf.
  void SetCertificateDaysLeft(double days);

  // `homeward_index_rebuilt_ratio`: the part of the records that is found by
  // the present rules, 1 once all are.
  void SetIndexRebuilt(double ratio);

  // `rpc_server_call_duration_seconds{rpc_system_name,rpc_method,
  // rpc_response_status_code}`: OpenTelemetry's names. `method` is a full
  // method name of the API; any other counts as `_OTHER`.
  void ObserveServerCall(absl::string_view method, absl::StatusCode status,
                         absl::Duration duration);

  // The client twin, for calls to peers.
  void ObserveClientCall(absl::string_view method, absl::StatusCode status,
                         absl::Duration duration);

  // Starts to serve `/metrics` over HTTP on `address`, a loopback `host:port`
  // (port 0: any free one), until the metrics are destroyed. Returns the port.
  //
  // Errors:
  //   INVALID_ARGUMENT  `address` is not a loopback address.
  //   UNAVAILABLE       The port is taken.
  absl::StatusOr<int> Serve(const std::string& address);

  // The metrics in Prometheus' text format.
  std::string Text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

// Observes the time from its making to its end as one stage.
class StageTimer {
 public:
  // `metrics` must outlive the timer; null observes nothing.
  StageTimer(Metrics* metrics, Stage stage)
      : metrics_(metrics), stage_(stage), start_(absl::Now()) {}
  ~StageTimer() {
    if (metrics_ != nullptr) {
      metrics_->ObserveStage(stage_, absl::Now() - start_);
    }
  }
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  Metrics* metrics_;
  Stage stage_;
  absl::Time start_;
};

}  // namespace homeward::telemetry

#endif  // HOMEWARD_SERVICES_TELEMETRY_METRICS_H_
