#include "services/federation/responder.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/break_glass/glass_answer.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/copies/disclosures.h"
#include "services/federation/decided_events.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/node_answers.h"
#include "services/federation/refusal.h"
#include "services/federation/signed_exchange.h"
#include "services/federation/silence/pacer.h"
#include "services/telemetry/metrics.h"
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

ProbeEnd EndOf(const absl::StatusOr<query::NodeFinding>& finding) {
  if (!finding.ok()) return ProbeEnd::kUntold;
  switch (finding->outcome) {
    case v1::OUTCOME_ANSWERED:
      return ProbeEnd::kFound;
    case v1::OUTCOME_NOTHING_TO_SHOW:
      return ProbeEnd::kMissed;
    default:
      return ProbeEnd::kUntold;
  }
}

// Only a party learns that another version of the MOU is in force.
bool MayLearnOfAnotherVersion(const VerifiedQuestion& verified,
                              const auth::ActiveSet& mous,
                              const std::string& mou_id, absl::Time now) {
  return mous.HasParty(mou_id, verified.caller().agency_id(), now) &&
         verified.caller().agency_kind() !=
             v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT;
}

query::NodeFinding StaleMou(const auth::ActiveSet::MouRef& in_force,
                            const auth::ActiveSet& mous) {
  query::NodeFinding stale;
  stale.decision.set_mou(absl::StrCat(in_force.mou_id, "@", in_force.version));
  stale.decision.set_policy_sha256(mous.digest());
  stale.decision.set_reason(v1::DECISION_REASON_STALE_MOU);
  stale.outcome = v1::OUTCOME_STALE_MOU;
  return stale;
}

// The bytes of the answer that is to be signed. Takes the matches.
std::string DraftAnswer(const VerifiedQuestion& verified,
                        const std::string& own_agency_id,
                        const std::string& checkpoint,
                        query::NodeFinding& finding, absl::Time now) {
  v1::Answer answer;
  answer.set_question_id(verified.question().question_id());
  answer.set_question_sha256(verified.digest());
  answer.set_responder_agency_id(own_agency_id);
  answer.set_audience_agency_id(verified.question().asker_agency_id());
  *answer.mutable_answer_time() = auth::ToTimestamp(now);
  answer.set_outcome(finding.outcome);
  answer.mutable_matches()->Swap(&finding.matches);
  answer.set_omitted_claim_count(finding.omitted_claim_count);
  answer.set_responder_checkpoint(checkpoint);
  return answer.SerializeAsString();
}

}  // namespace

// One question on its way to its answer.
struct Responder::Exchange {
  std::string asker_agency_id;
  std::string signer_certificate;
  absl::Time now;
  Pacer::Instant arrived;
  Done done;
  // The checkpoint of its arrival: a later one could tell how long it took.
  std::string checkpoint;
  std::optional<VerifiedQuestion> question;
  // It is fresh: what becomes of it is remembered.
  bool taken_up = false;
  LimitedQuestion probe;
  // What the statement that came with it is worth here.
  GlassReading glass;
  // Of the answer, fixed before its digest goes into the log.
  std::string payload;
  storage::Submission submission;
  // That the glass was broken for it.
  std::optional<internal::v1::StoredBreakGlassUse> use;
  // Nothing is shown: what it does is seen on beats alone.
  bool silent = false;
};

Responder::Responder(NodeParts parts, absl::Time start)
    : parts_(std::move(parts)), intake_(start) {}

absl::Status Responder::Restore() { return intake_.Restore(*parts_.log); }

void Responder::Answer(const auth::Caller& connection,
                       const v1::AskRequest& request, Pacer::Instant arrived,
                       Done done) {
  auto exchange = std::make_shared<Exchange>();
  exchange->asker_agency_id = connection.agency_id();
  exchange->signer_certificate = request.signer_certificate();
  exchange->now = parts_.clock();
  exchange->arrived = arrived;
  exchange->done = std::move(done);
  exchange->checkpoint = parts_.log->SignedHead();
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
  auto finding = FindAnswer(*exchange, WhyBarred(*exchange), *policy);
  if (exchange->probe.open) EndProbe(*exchange, finding);
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

v1::DecisionReason Responder::WhyBarred(const Exchange& exchange) const {
  if (!exchange.probe.allowed) return v1::DECISION_REASON_PROBING;
  const auth::Caller& caller = exchange.question->caller();
  return parts_.glass->IsSuspended(caller.agency_id(),
                                   caller.staff()->subject(), exchange.now)
             ? v1::DECISION_REASON_SUSPENDED
             : v1::DECISION_REASON_UNSPECIFIED;
}

absl::StatusOr<query::NodeFinding> Responder::FindAnswer(
    const Exchange& exchange, v1::DecisionReason barred,
    const policy::Snapshot& policy) const {
  const VerifiedQuestion& verified = *exchange.question;
  const absl::Time now = exchange.now;
  const v1::Question& question = verified.question();
  const auto mou = policy.mous->InForce(question.mou_id(), now);
  if (mou.has_value() && mou->sha256 != question.mou_sha256() &&
      MayLearnOfAnotherVersion(verified, *policy.mous, mou->mou_id, now)) {
    return StaleMou(*mou, *policy.mous);
  }
  query::NodeQuestion node_question;
  node_question.access = AccessOf(verified.caller(), question.purpose(),
                                  question.action(), question.categories());
  node_question.access.owner_agency_id = parts_.agency_id;
  node_question.access.owner_country =
      CountryOf(*policy.directory, parts_.agency_id, now);
  node_question.access.mou_id = question.mou_id();
  node_question.case_facts = verified.case_reading().facts;
  exchange.glass.AddTo(node_question.case_facts);
  node_question.child = question.child();
  node_question.barred = barred;
  return AnswerWithGlass(*parts_.pipeline, node_question, policy.mous, now);
}

void Responder::EndProbe(Exchange& exchange,
                         absl::StatusOr<query::NodeFinding>& finding) const {
  if (finding.ok() &&
      !parts_.probes->AdmitRecord(exchange.probe, finding->sure_record_id,
                                  exchange.now)) {
    query::Bar(v1::DECISION_REASON_PROBING, *finding);
  }
  parts_.probes->End(exchange.probe, EndOf(finding), exchange.now);
}

absl::Status Responder::KeepLockouts(const ExchangePtr& exchange) {
  return parts_.probes->Keep(exchange->probe, exchange->now,
                             exchange->submission);
}

std::vector<v1::Notice> Responder::NoticesOf(
    const Exchange& exchange, const query::NodeFinding& finding) const {
  const VerifiedQuestion& verified = *exchange.question;
  return OwnerNotices(
      {verified.caller(), verified.question().purpose(),
       verified.question().query_id(), parts_.agency_id, exchange.now},
      finding);
}

absl::Status Responder::KeepGlass(const ExchangePtr& exchange) {
  const v1::Question& question = exchange->question->question();
  internal::v1::StoredBreakGlassUse& use = exchange->use.emplace();
  *use.mutable_statement() = question.break_glass();
  use.set_signer_certificate(exchange->signer_certificate);
  *use.mutable_used_time() = auth::ToTimestamp(exchange->now);
  use.set_query_id(question.query_id());
  use.set_answer_sha256(auth::Sha256(exchange->payload));
  return parts_.glass->Put(use, &exchange->submission.writes);
}

void Responder::Refuse(const ExchangePtr& exchange, v1::DecisionReason reason,
                       v1::Refusal refusal) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Decision::kUnverified);
  }
  const VerifiedQuestion* question =
      exchange->question.has_value() ? &*exchange->question : nullptr;
  if (exchange->taken_up) intake_.Denied(question->digest());
  exchange->submission =
      RefusedEvent({exchange->asker_agency_id, parts_.agency_id, exchange->now,
                    reason, refusal, question, exchange->taken_up});
  absl::Status queued = KeepLockouts(exchange);
  if (queued.ok()) {
    queued = parts_.committer->Submit(
        std::move(exchange->submission),
        [exchange](storage::SubmissionResult result) {
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
  const VerifiedQuestion& verified = *exchange->question;
  Fit(finding);
  auto disclosures = DisclosuresOf(verified, finding, exchange->now);
  // Who is locked out adds nothing to the notice that she is.
  std::vector<v1::Notice> notices;
  if (exchange->probe.allowed) notices = NoticesOf(*exchange, finding);
  exchange->payload = DraftAnswer(verified, parts_.agency_id,
                                  exchange->checkpoint, finding, exchange->now);
  exchange->submission =
      DecidedEvent(verified, exchange->glass, finding, parts_.agency_id,
                   exchange->payload, exchange->now);
  absl::Status kept =
      PutDisclosures(*parts_.disclosures, exchange->payload,
                     std::move(disclosures), &exchange->submission.writes);
  kept.Update(parts_.desk->TellAll(std::move(notices), exchange->submission));
  kept.Update(KeepLockouts(exchange));
  if (finding.decision.by_break_glass()) kept.Update(KeepGlass(exchange));
  if (!kept.ok()) return Fail(exchange, std::move(kept));
  exchange->silent = finding.outcome == v1::OUTCOME_NOTHING_TO_SHOW;
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
      std::move(exchange->submission),
      [this, exchange, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        if (!result.status.ok()) return Fail(exchange, result.status);
        if (exchange->use.has_value()) parts_.glass->Count(*exchange->use);
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
  auto response = SignAnswer(exchange->payload, receipt, *signer);
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
