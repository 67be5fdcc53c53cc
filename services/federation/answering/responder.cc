#include "services/federation/answering/responder.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/answering/decide_answer.h"
#include "services/federation/answering/decided_events.h"
#include "services/federation/answering/responder_exchange.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/refusal.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/withdrawal/disclosures.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/telemetry/metrics.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::federation {
namespace {

using ::homeward::telemetry::Decision;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

}  // namespace

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
  if (!Verify(connection, request, *policy, exchange)) return;
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

bool Responder::Verify(const auth::Caller& connection,
                       const v1::AskRequest& request,
                       const policy::Snapshot& policy,
                       const ExchangePtr& exchange) {
  StageTimer timer(parts_.metrics, Stage::kVerify);
  auto verified =
      VerifyQuestion(request, connection, parts_.agency_id,
                     {policy.directory.get(), policy.revocations.get(),
                      exchange->now, parts_.known_signers},
                     *policy.case_withdrawals);
  if (!verified.ok()) {
    Refuse(exchange, v1::DECISION_REASON_UNVERIFIED,
           RefusalOf(verified.status()));
    return false;
  }
  exchange->question = *std::move(verified);
  return true;
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

}  // namespace homeward::federation
