#include "services/federation/asking/hearing.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/asking/inquiry_events.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/desk/desk.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/telemetry/metrics.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::federation {
namespace {

using ::homeward::telemetry::Stage;

// What is left of her time, once the last peer's is over, to write what came
// to the log and to tell her.
constexpr absl::Duration kTimeForSummary = absl::Milliseconds(200);

// Who is not there, or denies, tells nothing of a child.
ProbeEnd EndOf(const v1::Summary& summary) {
  const auto any = [&](v1::Outcome outcome) {
    return absl::c_any_of(summary.nodes(), [&](const v1::NodeOutcome& node) {
      return node.outcome() == outcome;
    });
  };
  if (any(v1::OUTCOME_ANSWERED)) return ProbeEnd::kFound;
  return any(v1::OUTCOME_NOTHING_TO_SHOW) ? ProbeEnd::kMissed
                                          : ProbeEnd::kUntold;
}

std::vector<v1::NodeAnswer> Alone(v1::NodeAnswer answer) {
  std::vector<v1::NodeAnswer> one;
  one.push_back(std::move(answer));
  return one;
}

}  // namespace

Update Hearing::FirstUpdate(Round& round) const {
  const InquiryPlan& plan = *round.plan;
  const absl::Time now = parts_->clock();
  std::vector<v1::NodeAnswer> known =
      Alone(OwnAnswer(parts_->agency_id, plan, round.own.finding, now));
  for (const PeerAsk& ask : plan.withheld) {
    known.push_back(WithheldAnswer(plan, ask, now));
  }
  absl::MutexLock lock(&round.mutex);
  Update update = NextUpdate(plan, parts_->agency_id, round.own.decided,
                             std::move(known), now, round.answers);
  update.agency_ids = AnsweringAgencies(parts_->agency_id, plan);
  return update;
}

void Hearing::Start(const RoundPtr& round) const {
  {
    absl::MutexLock lock(&round->mutex);
    Tell(*round, std::move(round->first));
  }
  for (const PeerAsk& ask : round->plan->asks) AskPeer(round, ask);
}

void Hearing::AskPeer(const RoundPtr& round, const PeerAsk& ask) const {
  const StaffQuestion& question = round->plan->question;
  if (question.abandoned && question.abandoned()) {
    return TakeReply(round, ask,
                     absl::DeadlineExceededError("nobody waits for it"));
  }
  const std::shared_ptr<Peer> peer = (*peers_)(ask.agency_id);
  if (peer == nullptr) {
    return TakeReply(round, ask,
                     absl::UnavailableError("the directory lists no node"));
  }
  // `ask` is a part of the round, which lives as long as the callback.
  peer->Ask(
      ask.request,
      std::min(absl::Now() + question.peer_timeout,
               question.deadline - kTimeForSummary),
      [this, round, &ask](absl::StatusOr<v1::AskResponse> reply) {
        // Verifying takes a while: not on gRPC's thread.
        parts_->resume([this, round, &ask, reply = std::move(reply)]() mutable {
          TakeReply(round, ask, std::move(reply));
        });
      });
}

PeerReply Hearing::ReadReply(const InquiryPlan& plan, const PeerAsk& ask,
                             absl::StatusOr<v1::AskResponse> reply,
                             absl::Time now) const {
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_->policy->current();
  if (parts_->metrics != nullptr) {
    parts_->metrics->ObserveStage(Stage::kPeers, now - plan.now);
  }
  PeerReply came =
      PeerAnswer(plan, ask, parts_->agency_id, std::move(reply),
                 {policy->directory.get(), policy->revocations.get(), now,
                  parts_->known_signers});
  if (came.answer.outcome() == v1::OUTCOME_STALE_MOU && parts_->stale_mou) {
    parts_->stale_mou(ask.agency_id);
  }
  return came;
}

void Hearing::TakeReply(const RoundPtr& round, const PeerAsk& ask,
                        absl::StatusOr<v1::AskResponse> reply) const {
  const InquiryPlan& plan = *round->plan;
  const absl::Time now = parts_->clock();
  PeerReply came = ReadReply(plan, ask, std::move(reply), now);
  // What came is in the log, and kept with its duties, before anybody sees it.
  storage::Submission delivered = DeliveredEvent(plan, ask, came, now);
  auto answer = std::make_shared<v1::NodeAnswer>(std::move(came.answer));
  absl::Status queued =
      parts_->kept->Keep({plan.question.caller.staff()->subject(),
                          plan.query_id, plan.question.purpose, ask.mou_text},
                         *answer, now, delivered);
  queued.Update(parts_->desk->TellAll(
      AskerNotices(DecidedOf(plan, ask.agency_id), answer->matches()),
      delivered));
  if (queued.ok()) {
    queued = parts_->committer->Submit(
        std::move(delivered),
        [this, round, answer](storage::SubmissionResult result) {
          if (!result.status.ok()) Lose(*answer);
          // Merging takes a while: not on the committer's thread.
          parts_->resume([this, round, answer] {
            Deliver(round, Alone(std::move(*answer)));
          });
        });
  }
  if (!queued.ok()) {
    Lose(*answer);
    Deliver(round, Alone(std::move(*answer)));
  }
}

void Hearing::Deliver(const RoundPtr& round,
                      std::vector<v1::NodeAnswer> came) const {
  absl::MutexLock lock(&round->mutex);
  Tell(*round, NextUpdate(*round->plan, parts_->agency_id, round->own.decided,
                          std::move(came), parts_->clock(), round->answers));
}

void Hearing::Tell(Round& round, Update update) const {
  if (!update.summary.has_value()) {
    return round.listener.on_update(std::move(update));
  }
  parts_->probes->EndAndKeep(round.probe, EndOf(*update.summary),
                             parts_->clock());
  round.listener.on_end(absl::OkStatus(), std::move(update));
}

}  // namespace homeward::federation
