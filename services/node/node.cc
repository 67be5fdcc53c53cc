#include "services/node/node.h"

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/parts.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kDrainLimit = absl::Seconds(10);

// The share of the time to stop that peers have to answer. The rest is for
// what waited for them: whoever asked still hears what there is.
constexpr double kShareOfPeers = 0.8;

// Stops the server of `parts` within `limit`, however long a peer is silent.
void StopServing(Parts& parts, absl::Duration limit) {
  absl::Notification stopped;
  std::thread impatience([&] {
    if (!stopped.WaitForNotificationWithTimeout(limit * kShareOfPeers)) {
      parts.peers->Close();
    }
  });
  parts.server->Stop(limit);
  stopped.Notify();
  impatience.join();
}

}  // namespace

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<Node>> Node::Start(
    const internal::v1::NodeConfig& config,
    std::chrono::nanoseconds answer_beat) {
  auto parts = std::make_unique<Parts>();
  absl::Status status = parts->OpenStore(config);
  if (status.ok()) status = parts->StartTls(config);
  if (!status.ok()) return status;
  parts->MakeSynchronizer(config);
  parts->MakeDesk(config);
  parts->MakeProbeGuard(config);
  parts->MakePacer(answer_beat);
  parts->MakeCopies(config);
  parts->MakeGlass(config);
  parts->MakeErasures(config);
  parts->MakeFlows(config);
  parts->MakeSideFlows(config);
  parts->MakeStatistician(config);
  status = parts->desk->Recount();
  if (status.ok()) status = parts->keeping_book->Restore();
  if (status.ok()) status = parts->record_watch->Restore();
  if (status.ok()) status = parts->probes->Restore();
  if (status.ok()) status = parts->responder->Restore();
  if (status.ok()) status = parts->withdrawals->Restore();
  if (status.ok()) status = parts->glass->Restore();
  if (status.ok()) status = parts->RestoreErasures();
  if (status.ok()) status = parts->Serve(config);
  if (!status.ok()) return status;
  return std::unique_ptr<Node>(new Node(std::move(parts)));
}

Node::~Node() { Stop(kDrainLimit); }

int Node::port() const { return parts_->server->port(); }
int Node::metrics_port() const { return parts_->metrics_port; }
int Node::health_port() const { return parts_->server->health_port(); }

void Node::Stop(absl::Duration limit) {
  if (parts_->ticker == nullptr) return;
  parts_->ticker.reset();
  parts_->sweeper.reset();
  parts_->pruner.reset();
  parts_->watch_ticker.reset();
  parts_->erasure_ticker.reset();
  parts_->withdrawer->courier().Stop();
  parts_->reviews->courier().Stop();
  parts_->synchronizer->Stop();
  StopServing(*parts_, limit);
  parts_->pacer->Stop();
  parts_->pool->Stop();
  parts_->proofs_end = true;
  parts_->prover.reset();
  parts_->index_keeper.reset();
  parts_->store->committer().Stop();
  parts_->log->Write(LogLevel::kInfo, "stopped");
}

}  // namespace homeward::node
