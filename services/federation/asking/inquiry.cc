#include "services/federation/asking/inquiry.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/asking/inquiry_events.h"
#include "services/federation/asking/inquiry_verdict.h"
#include "services/federation/break_glass/glass_answer.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/own_glass.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/merging/inquiry_update.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/tracing/consented_asks.h"
#include "services/matching/describe.h"
#include "services/policy/state.h"
#include "services/telemetry/metrics.h"
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

// `plan` as it was put to `owner_agency_id`, for the desk.
DecidedQuestion DecidedOf(const InquiryPlan& plan,
                          const std::string& owner_agency_id) {
  return {plan.question.caller, plan.question.purpose, plan.query_id,
          owner_agency_id, plan.now};
}

// Every agency that sees a statement is told of its review.
internal::v1::StoredBreakGlassUse UseOf(const InquiryPlan& plan) {
  internal::v1::StoredBreakGlassUse use;
  *use.mutable_statement() = plan.question.break_glass;
  *use.mutable_text() = plan.question.break_glass_text;
  *use.mutable_used_time() = auth::ToTimestamp(plan.now);
  use.set_query_id(plan.query_id);
  for (const PeerAsk& ask : plan.asks) {
    use.add_asked_agency_ids(ask.agency_id);
  }
  return use;
}

}  // namespace

// How many rounds are under way.
struct Inquiry::Count {
  absl::Mutex mutex;
  int rounds ABSL_GUARDED_BY(mutex) = 0;
};

// One question on its way through the federation.
struct Inquiry::Round {
  Round(Listener heard, std::shared_ptr<Count> counted)
      : listener(std::move(heard)), count(std::move(counted)) {
    absl::MutexLock lock(&count->mutex);
    ++count->rounds;
  }
  ~Round() {
    absl::MutexLock lock(&count->mutex);
    --count->rounds;
  }

  const Listener listener;
  const std::shared_ptr<Count> count;
  // Set, and unchanged, once the question is planned.
  std::optional<InquiryPlan> plan;
  // What the own node found; nothing when no MOU lets it answer.
  query::NodeFinding own;
  // What own staff decided of the child's matches. Unchanged once it goes on.
  internal::v1::StoredMatches decided;
  // What she is told once it is in the log; OK if her question goes on.
  absl::Status verdict;
  LimitedQuestion probe;
  // What she is told once it is in the log, made before: then many are sent
  // together.
  Update first;
  // That her broken glass was shown to whoever is asked.
  std::optional<internal::v1::StoredBreakGlassUse> use;

  absl::Mutex mutex;
  std::vector<v1::NodeAnswer> answers ABSL_GUARDED_BY(mutex);
};

Inquiry::Inquiry(NodeParts parts, PeerFinder peers)
    : parts_(std::move(parts)),
      peers_(std::move(peers)),
      count_(std::make_shared<Count>()) {}

Inquiry::~Inquiry() {
  const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(count_->mutex) {
    return count_->rounds == 0;
  };
  absl::MutexLock lock(&count_->mutex, absl::Condition(&none));
}

void Inquiry::Fail(Round& round, const absl::Status& status) const {
  EndProbe(round, ProbeEnd::kUntold);
  Update update;
  if (round.plan.has_value()) update.query_id = round.plan->query_id;
  round.listener.on_end(status, std::move(update));
}

void Inquiry::Ask(StaffQuestion question, Listener listener) const {
  auto round = std::make_shared<Round>(std::move(listener), count_);
  const absl::Time now = parts_.clock();
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_.policy->current();
  auto glass = SignOwnGlass(parts_.signers, question.caller, *policy->directory,
                            question.purpose, question.child, now,
                            question.break_glass_text, question.break_glass);
  if (!glass.ok()) return Fail(*round, glass.status());
  auto plan =
      PlanInquiry(std::move(question), parts_.glass->Judge(*std::move(glass)),
                  parts_.agency_id, policy, now);
  if (!plan.ok()) return Fail(*round, plan.status());
  round->plan = *std::move(plan);
  const StaffQuestion& asked = round->plan->question;
  round->probe = parts_.probes->Ask(asked.caller, asked.purpose, asked.child,
                                    round->plan->now);
  round->verdict = Decide(*round);
  if (!IsDecision(round->verdict)) return Fail(*round, round->verdict);
  Record(round);
}

absl::Status Inquiry::Bar(Round& round) const {
  const InquiryPlan& plan = *round.plan;
  const auth::Caller& caller = plan.question.caller;
  if (!round.probe.allowed) {
    round.own = BarredFinding(v1::DECISION_REASON_PROBING);
    return absl::PermissionDeniedError(auth::kDenialText);
  }
  if (parts_.glass->IsSuspended(caller.agency_id(), caller.staff()->subject(),
                                plan.now)) {
    round.own = BarredFinding(v1::DECISION_REASON_SUSPENDED);
    return absl::PermissionDeniedError(kSuspendedText);
  }
  absl::Status broken = WhyNotBroken(plan.glass.finding);
  if (!broken.ok()) round.own = NotBrokenFinding();
  return broken;
}

absl::Status Inquiry::BarRecord(Round& round) const {
  if (parts_.probes->AdmitRecord(round.probe, round.own.sure_record_id,
                                 round.plan->now)) {
    return absl::OkStatus();
  }
  round.own = BarredFinding(v1::DECISION_REASON_PROBING);
  return absl::PermissionDeniedError(auth::kDenialText);
}

absl::Status Inquiry::Decide(Round& round) const {
  absl::Status ready;
  absl::Status barred = Bar(round);
  if (barred.ok()) {
    ready = AnswerOwn(round);
    barred = BarRecord(round);
  }
  if (!barred.ok()) {
    round.plan->asks.clear();
    return barred;
  }
  if (ready.ok()) ready = KeepToConsent(*parts_.tracing, *round.plan);
  if (ready.ok()) {
    ready = SignAsks(parts_.signers, parts_.log->SignedHead(), *round.plan);
  }
  if (!ready.ok()) {
    // Nothing is shown and nobody asked, whatever was found by then.
    round.own = RefusedFinding(ready);
    round.plan->asks.clear();
    return ready;
  }
  if (round.own.outcome != v1::OUTCOME_DENIED || !round.plan->asks.empty()) {
    return ReadDecisions(round);
  }
  // Who traces a family is told so whether or not there is a record; for
  // another purpose it would tell that there is one.
  const bool lacks_consent =
      !round.plan->withheld.empty() &&
      round.plan->question.purpose == v1::PURPOSE_FAMILY_TRACING;
  return absl::PermissionDeniedError(lacks_consent ? kNoTracingConsentText
                                                   : auth::kDenialText);
}

absl::Status Inquiry::ReadDecisions(Round& round) const {
  auto key =
      matching::ChildKeyText(round.plan->question.child, round.plan->now);
  if (!key.ok()) return key.status();
  auto known = parts_.matches->Find(*key);
  if (!known.ok()) return known.status();
  round.decided = std::move(known->matches);
  return absl::OkStatus();
}

absl::Status Inquiry::AnswerOwn(Round& round) const {
  const InquiryPlan& plan = *round.plan;
  auto finding =
      AnswerWithGlass(*parts_.pipeline, OwnQuestion(plan, parts_.agency_id),
                      plan.policy->mous, plan.now);
  if (!finding.ok()) return finding.status();
  round.own = *std::move(finding);
  Fit(round.own);
  if (round.own.outcome == v1::OUTCOME_DENIED && !plan.asks.empty()) {
    // The peers may be asked: say now what is wrong with the question.
    return matching::DescribeQuestion(plan.question.child, plan.now).status();
  }
  return absl::OkStatus();
}

void Inquiry::EndProbe(Round& round, ProbeEnd end) const {
  if (round.probe.open) parts_.probes->End(round.probe, end, parts_.clock());
  if (end == ProbeEnd::kUntold || round.probe.begun.empty()) return;
  // The lockout holds already: nobody waits for its rows.
  ProbeGuard* const probes = parts_.probes;
  const std::vector<v1::ProbeLockout> begun = round.probe.begun;
  storage::Submission submission;
  absl::Status kept = probes->Keep(round.probe, parts_.clock(), submission);
  if (kept.ok()) {
    kept = parts_.committer->Submit(
        std::move(submission),
        [probes, begun](const storage::SubmissionResult& result) {
          if (!result.status.ok()) probes->KeepLater(begun);
        });
  }
  if (!kept.ok()) probes->KeepLater(begun);
}

void Inquiry::Record(const RoundPtr& round) const {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Counted(round->verdict, round->own));
  }
  const DecidedQuestion decided = DecidedOf(*round->plan, parts_.agency_id);
  const std::vector<v1::Notice> to_owner = OwnerNotices(decided, round->own);
  storage::Submission asked =
      AskedEvents(*round->plan, round->own, parts_.agency_id);
  absl::Status kept =
      parts_.probes->Keep(round->probe, round->plan->now, asked);
  kept.Update(parts_.desk->TellAll(to_owner, asked));
  kept.Update(
      parts_.desk->TellAll(AskerNotices(decided, round->own.matches), asked));
  if (round->verdict.ok() && round->plan->glass.glass.has_value()) {
    round->use = UseOf(*round->plan);
    kept.Update(parts_.glass->Put(*round->use, &asked.writes));
  }
  if (!kept.ok()) return Fail(*round, kept);
  if (round->verdict.ok()) round->first = FirstUpdate(*round);
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(asked), [this, round, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        absl::Status status = std::move(result.status);
        if (status.ok() && round->use.has_value()) {
          parts_.glass->Count(*round->use);
        }
        if (status.ok()) status = round->verdict;
        if (!status.ok()) return Fail(*round, status);
        // Calling peers takes a while: not on the committer's thread.
        parts_.resume([this, round] { Start(round); });
      });
  if (!queued.ok()) Fail(*round, queued);
}

Update Inquiry::FirstUpdate(Round& round) const {
  const InquiryPlan& plan = *round.plan;
  const absl::Time now = parts_.clock();
  std::vector<v1::NodeAnswer> known =
      Alone(OwnAnswer(parts_.agency_id, plan, round.own, now));
  for (const PeerAsk& ask : plan.withheld) {
    known.push_back(WithheldAnswer(plan, ask, now));
  }
  absl::MutexLock lock(&round.mutex);
  Update update = NextUpdate(plan, parts_.agency_id, round.decided,
                             std::move(known), now, round.answers);
  update.agency_ids = AnsweringAgencies(parts_.agency_id, plan);
  return update;
}

void Inquiry::Start(const RoundPtr& round) const {
  {
    absl::MutexLock lock(&round->mutex);
    Tell(*round, std::move(round->first));
  }
  for (const PeerAsk& ask : round->plan->asks) AskPeer(round, ask);
}

void Inquiry::AskPeer(const RoundPtr& round, const PeerAsk& ask) const {
  const StaffQuestion& question = round->plan->question;
  if (question.abandoned && question.abandoned()) {
    return TakeReply(round, ask,
                     absl::DeadlineExceededError("nobody waits for it"));
  }
  const std::shared_ptr<Peer> peer = peers_(ask.agency_id);
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
        parts_.resume([this, round, &ask, reply = std::move(reply)]() mutable {
          TakeReply(round, ask, std::move(reply));
        });
      });
}

void Inquiry::TakeReply(const RoundPtr& round, const PeerAsk& ask,
                        absl::StatusOr<v1::AskResponse> reply) const {
  const InquiryPlan& plan = *round->plan;
  const absl::Time now = parts_.clock();
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_.policy->current();
  if (parts_.metrics != nullptr) {
    parts_.metrics->ObserveStage(Stage::kPeers, now - plan.now);
  }
  PeerReply came =
      PeerAnswer(plan, ask, parts_.agency_id, std::move(reply),
                 {policy->directory.get(), policy->revocations.get(), now,
                  parts_.known_signers});
  if (came.answer.outcome() == v1::OUTCOME_STALE_MOU && parts_.stale_mou) {
    parts_.stale_mou(ask.agency_id);
  }
  // What came is in the log, and kept with its duties, before anybody sees it.
  storage::Submission delivered = DeliveredEvent(plan, ask, came, now);
  auto answer = std::make_shared<v1::NodeAnswer>(std::move(came.answer));
  absl::Status queued =
      parts_.kept->Keep({plan.question.caller.staff()->subject(), plan.query_id,
                         plan.question.purpose, ask.mou_text},
                        *answer, now, delivered);
  queued.Update(parts_.desk->TellAll(
      AskerNotices(DecidedOf(plan, ask.agency_id), answer->matches()),
      delivered));
  if (queued.ok()) {
    queued = parts_.committer->Submit(
        std::move(delivered),
        [this, round, answer](storage::SubmissionResult result) {
          if (!result.status.ok()) Lose(*answer);
          // Merging takes a while: not on the committer's thread.
          parts_.resume([this, round, answer] {
            Deliver(round, Alone(std::move(*answer)));
          });
        });
  }
  if (!queued.ok()) {
    Lose(*answer);
    Deliver(round, Alone(std::move(*answer)));
  }
}

void Inquiry::Deliver(const RoundPtr& round,
                      std::vector<v1::NodeAnswer> came) const {
  absl::MutexLock lock(&round->mutex);
  Tell(*round, NextUpdate(*round->plan, parts_.agency_id, round->decided,
                          std::move(came), parts_.clock(), round->answers));
}

void Inquiry::Tell(Round& round, Update update) const {
  if (!update.summary.has_value()) {
    return round.listener.on_update(std::move(update));
  }
  EndProbe(round, EndOf(*update.summary));
  round.listener.on_end(absl::OkStatus(), std::move(update));
}

}  // namespace homeward::federation
