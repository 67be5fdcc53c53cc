#include "services/federation/answering/responder.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/answering/answer_draft.h"
#include "services/federation/answering/decide_answer.h"
#include "services/federation/answering/decided_events.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/glass_reading.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/refusal.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/silence/pacer.h"
#include "services/federation/withdrawal/disclosures.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/telemetry/metrics.h"
#include "storage/audit_receipt.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::federation {
namespace {

using ::homeward::telemetry::Decision;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

Decision Counted(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_ANSWERED:
      return Decision::kPermitted;
    case v1::OUTCOME_NOTHING_TO_SHOW:
      return Decision::kWithheld;
    default:
      return Decision::kDenied;
  }
}

}  // namespace

// One question on its way to its answer.
struct Responder::Exchange {
  std::string asker_agency_id;
  absl::Time now;
  Pacer::Instant arrived;
  Done done;
  AnswerFrame frame;
  std::optional<VerifiedQuestion> question;
  // It is fresh: what becomes of it is remembered.
  bool taken_up = false;
  LimitedQuestion probe;
  // What the statement that came with it is worth here.
  GlassReading glass;
  AnswerDraft draft;
  // Nothing is shown: what it does is seen on beats alone.
  bool silent = false;

  // Once it is taken up.
  TakenQuestion taken() const { return {*question, glass, now}; }
};

Responder::Responder(NodeParts parts, absl::Time start)
    : parts_(std::move(parts)), intake_(start) {}

absl::Status Responder::Restore() { return intake_.Restore(*parts_.log); }

void Responder::Answer(const auth::Caller& connection,
                       const v1::AskRequest& request, Pacer::Instant arrived,
                       Done done) {
  auto exchange = std::make_shared<Exchange>();
  exchange->asker_agency_id = connection.agency_id();
  exchange->frame.signer_certificate = request.signer_certificate();
  exchange->now = parts_.clock();
  exchange->arrived = arrived;
  exchange->done = std::move(done);
  exchange->frame.checkpoint = parts_.log->SignedHead();
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_.policy->current();
  {
    StageTimer timer(parts_.metrics, Stage::kVerify);
    auto verified =
        VerifyQuestion(request, connection, parts_.agency_id,
                       {policy->directory.get(), policy->revocations.get(),
                        exchange->now, parts_.known_signers},
                       *policy->case_withdrawals);
    if (!verified.ok()) {
      return Refuse(exchange, v1::DECISION_REASON_UNVERIFIED,
                    RefusalOf(verified.status()));
    }
    exchange->question = *std::move(verified);
  }
  if (!TakeUp(exchange)) return;
  exchange->probe = parts_.probes->Ask(
      exchange->question->caller(), exchange->question->question().purpose(),
      exchange->question->question().child(), exchange->now);
  exchange->glass = parts_.glass->Judge(exchange->question->glass_reading());
  auto finding =
      DecideAnswer(parts_, *policy, exchange->taken(), exchange->probe);
  if (absl::IsInvalidArgument(finding.status())) {
    return Refuse(exchange, v1::DECISION_REASON_MALFORMED, v1::REFUSAL_CHILD);
  }
  if (!finding.ok()) return Fail(exchange, finding.status());
  if (finding->outcome == v1::OUTCOME_STALE_MOU && parts_.stale_mou) {
    parts_.stale_mou(exchange->asker_agency_id);
  }
  Record(exchange, *std::move(finding));
}

bool Responder::IsTakenBack(const VerifiedQuestion& question,
                            const v1::Envelope& answer, absl::Time now) const {
  if (parts_.withdrawals->IsWithdrawn(auth::Sha256(answer.payload()))) {
    return true;
  }
  v1::Answer told;
  if (!told.ParseFromString(answer.payload()) || IsOver(told, now)) return true;
  // What was shown by a token that holds no more; a denial says no more now.
  return question.case_reading().finding == v1::CASE_FINDING_WITHDRAWN &&
         told.outcome() == v1::OUTCOME_ANSWERED;
}

bool Responder::TakeUp(const ExchangePtr& exchange) {
  QuestionIntake::Taken taken = intake_.Take(
      exchange->asker_agency_id, *exchange->question, exchange->now);
  switch (taken.intake) {
    case Intake::kAnswer:
      exchange->taken_up = true;
      return true;
    case Intake::kRepeat:
      if (IsTakenBack(*exchange->question, taken.answer->answer(),
                      exchange->now)) {
        Refuse(exchange, v1::DECISION_REASON_REPLAY, v1::REFUSAL_UNSPECIFIED);
        return false;
      }
      exchange->done(*std::move(taken.answer));
      return false;
    case Intake::kUnderWay:
      exchange->done(absl::ResourceExhaustedError(
          "this question is being answered; wait for it"));
      return false;
    case Intake::kFull:
      exchange->done(absl::ResourceExhaustedError(
          "this agency asks too much; ask again later"));
      return false;
    case Intake::kReplay:
      Refuse(exchange, v1::DECISION_REASON_REPLAY, v1::REFUSAL_UNSPECIFIED);
      return false;
    case Intake::kOutOfTime:
      break;
  }
  Refuse(exchange, v1::DECISION_REASON_UNVERIFIED, taken.refusal);
  return false;
}

void Responder::Fail(const ExchangePtr& exchange, absl::Status status) {
  if (exchange->taken_up) {
    intake_.Failed(exchange->question->digest(), exchange->now);
  }
  exchange->done(std::move(status));
}

void Responder::Refuse(const ExchangePtr& exchange, v1::DecisionReason reason,
                       v1::Refusal refusal) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Decision::kUnverified);
  }
  const VerifiedQuestion* question =
      exchange->question.has_value() ? &*exchange->question : nullptr;
  if (exchange->taken_up) intake_.Denied(question->digest());
  storage::Submission refused =
      RefusedEvent({exchange->asker_agency_id, parts_.agency_id, exchange->now,
                    reason, refusal, question, exchange->taken_up});
  absl::Status queued =
      parts_.probes->Keep(exchange->probe, exchange->now, refused);
  if (queued.ok()) {
    queued = parts_.committer->Submit(
        std::move(refused), [exchange](storage::SubmissionResult result) {
          exchange->done(result.status.ok()
                             ? absl::PermissionDeniedError(auth::kDenialText)
                             : result.status);
        });
  }
  if (!queued.ok()) exchange->done(queued);
}

void Responder::Record(const ExchangePtr& exchange,
                       query::NodeFinding finding) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Counted(finding.outcome));
  }
  exchange->silent = finding.outcome == v1::OUTCOME_NOTHING_TO_SHOW;
  auto draft = DraftAnswer(parts_, exchange->taken(), exchange->frame,
                           std::move(finding), exchange->probe);
  if (!draft.ok()) return Fail(exchange, draft.status());
  exchange->draft = *std::move(draft);
  if (!exchange->silent) return Commit(exchange);
  // Not sooner: which of two entries is first would tell which search was.
  if (!parts_.pacer->Submit(exchange->arrived,
                            [this, exchange] { Commit(exchange); })) {
    Fail(exchange, absl::ResourceExhaustedError(
                       "too many answers wait; ask again later"));
  }
}

void Responder::Commit(const ExchangePtr& exchange) {
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(exchange->draft.submission),
      [this, exchange, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        if (!result.status.ok()) return Fail(exchange, result.status);
        if (exchange->draft.use.has_value())
          parts_.glass->Count(*exchange->draft.use);
        // Signing and sending take a while: not on the committer's thread.
        parts_.resume([this, exchange, receipt = result.receipts.front()] {
          SignAndSend(exchange, receipt);
        });
      });
  if (!queued.ok()) Fail(exchange, queued);
}

void Responder::SignAndSend(const ExchangePtr& exchange,
                            const storage::AuditReceipt& receipt) {
  StageTimer timer(parts_.metrics, Stage::kSign);
  const auto signer = parts_.signers("");
  if (!signer.has_value()) {
    return Fail(exchange,
                absl::UnavailableError("the node has no valid certificate"));
  }
  auto response = SignAnswer(exchange->draft.payload, receipt, *signer);
  if (!response.ok()) return Fail(exchange, response.status());
  if (!exchange->silent) return Send(exchange, *std::move(response));
  parts_.pacer->Resume(exchange->arrived,
                       [this, exchange, response = *std::move(response)] {
                         Send(exchange, response);
                       });
}

void Responder::Send(const ExchangePtr& exchange, v1::AskResponse response) {
  // Not sooner: a repeat would get it before its beat.
  intake_.Answered(exchange->question->digest(), response, exchange->now);
  exchange->done(std::move(response));
}

}  // namespace homeward::federation
