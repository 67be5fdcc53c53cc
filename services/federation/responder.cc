#include "services/federation/responder.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/identity/replay_window.h"
#include "auth/signing/digest.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/case_facts_of.h"
#include "services/federation/restore_arrivals.h"
#include "services/federation/signed_exchange.h"
#include "services/telemetry/metrics.h"
#include "storage/committer.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::util::TimeUtil;
using ::homeward::telemetry::Decision;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

constexpr absl::Duration kAnswerLifetime = auth::kReplayWindow;
constexpr size_t kMaxAnswerBytes = 32 << 20;

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

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
  Done done;
  std::optional<VerifiedQuestion> question;
  // It is fresh: what becomes of it is remembered.
  bool taken_up = false;
  v1::Answer answer;
};

Responder::Responder(NodeParts parts, absl::Time start)
    : parts_(std::move(parts)),
      start_(start),
      replay_(start),
      answers_(kAnswerLifetime, kMaxAnswerBytes) {}

absl::Status Responder::Restore() {
  return RestoreArrivals(*parts_.log, start_, replay_);
}

void Responder::Answer(const auth::Caller& connection,
                       const v1::AskRequest& request, Done done) {
  auto exchange = std::make_shared<Exchange>();
  exchange->asker_agency_id = connection.agency_id();
  exchange->now = parts_.clock();
  exchange->done = std::move(done);
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_.policy->current();
  {
    StageTimer timer(parts_.metrics, Stage::kVerify);
    auto verified =
        VerifyQuestion(request, connection, parts_.agency_id,
                       {policy->directory.get(), policy->revocations.get(),
                        exchange->now, parts_.known_signers});
    if (!verified.ok()) {
      return Refuse(exchange, v1::DECISION_REASON_UNVERIFIED);
    }
    exchange->question = *std::move(verified);
  }
  const VerifiedQuestion& question = *exchange->question;
  if (!TakeUp(exchange)) return;
  auto finding = FindAnswer(question, *policy, exchange->now);
  if (absl::IsInvalidArgument(finding.status())) {
    return Refuse(exchange, v1::DECISION_REASON_UNVERIFIED);
  }
  if (!finding.ok()) return Fail(exchange, finding.status());
  Record(std::move(exchange), *std::move(finding));
}

bool Responder::TakeUp(const ExchangePtr& exchange) {
  const VerifiedQuestion& question = *exchange->question;
  switch (replay_.Admit(exchange->asker_agency_id,
                        question.question().question_id(), question.digest(),
                        ToTime(question.question().issued_time()),
                        exchange->now)) {
    case auth::Arrival::kFresh:
      exchange->taken_up = true;
      answers_.Begin(question.digest(), exchange->now);
      return true;
    case auth::Arrival::kRepeat:
      break;
    case auth::Arrival::kFull:
      exchange->done(absl::ResourceExhaustedError(
          "this agency asks too much; ask again later"));
      return false;
    case auth::Arrival::kReplay:
      Refuse(exchange, v1::DECISION_REASON_REPLAY);
      return false;
    default:
      Refuse(exchange, v1::DECISION_REASON_UNVERIFIED);
      return false;
  }
  AnswerMemory::Found before =
      answers_.Resume(question.digest(), exchange->now);
  switch (before.state) {
    case AnswerMemory::State::kFailed:
      exchange->taken_up = true;
      return true;
    case AnswerMemory::State::kAnswered:
      exchange->done(*std::move(before.answer));
      return false;
    case AnswerMemory::State::kUnderWay:
      exchange->done(absl::ResourceExhaustedError(
          "this question is being answered; wait for it"));
      return false;
    default:
      Refuse(exchange, v1::DECISION_REASON_REPLAY);
      return false;
  }
}

void Responder::Fail(const ExchangePtr& exchange, absl::Status status) {
  if (exchange->taken_up) {
    answers_.Fail(exchange->question->digest(), exchange->now);
  }
  exchange->done(std::move(status));
}

absl::StatusOr<query::NodeFinding> Responder::FindAnswer(
    const VerifiedQuestion& verified, const policy::Snapshot& policy,
    absl::Time now) const {
  const v1::Question& question = verified.question();
  const auto mou = policy.mous->InForce(question.mou_id(), now);
  // Only a party learns that there is another version.
  if (mou.has_value() && mou->sha256 != question.mou_sha256() &&
      policy.mous->HasParty(mou->mou_id, verified.caller().agency_id(), now) &&
      verified.caller().agency_kind() !=
          v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT) {
    query::NodeFinding stale;
    stale.decision.set_mou(absl::StrCat(mou->mou_id, "@", mou->version));
    stale.decision.set_policy_sha256(policy.mous->digest());
    stale.outcome = v1::OUTCOME_STALE_MOU;
    stale.decision.set_reason(v1::DECISION_REASON_STALE_MOU);
    return stale;
  }
  query::NodeQuestion node_question;
  node_question.access = AccessOf(verified.caller(), question.purpose(),
                                  question.action(), question.categories());
  node_question.access.owner_agency_id = parts_.agency_id;
  node_question.access.mou_id = question.mou_id();
  node_question.case_facts = CaseFactsOf(
      verified.case_proof(), question.purpose(), question.child(), now);
  node_question.child = question.child();
  return parts_.pipeline->Answer(node_question, policy.mous, now);
}

void Responder::Refuse(ExchangePtr exchange, v1::DecisionReason reason) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Decision::kUnverified);
  }
  v1::AuditEvent event;
  *event.mutable_time() =
      TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(exchange->now));
  event.set_kind(v1::AUDIT_KIND_DECIDED);
  event.set_asker_agency_id(exchange->asker_agency_id);
  event.set_responder_agency_id(parts_.agency_id);
  event.mutable_decision()->set_reason(reason);
  event.set_outcome(v1::OUTCOME_DENIED);
  if (exchange->question.has_value()) {
    event.set_question_sha256(exchange->question->digest());
  }
  if (exchange->taken_up) {
    event.set_question_id(exchange->question->question().question_id());
    answers_.Drop(exchange->question->digest());
  }
  storage::Submission submission;
  submission.entries.push_back({event.SerializeAsString(), ""});
  absl::Status queued = parts_.committer->Submit(
      std::move(submission), [exchange](storage::SubmissionResult result) {
        exchange->done(result.status.ok()
                           ? absl::PermissionDeniedError(auth::kDenialText)
                           : result.status);
      });
  if (!queued.ok()) exchange->done(queued);
}

void Responder::Record(ExchangePtr exchange, query::NodeFinding finding) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Counted(finding.outcome));
  }
  const VerifiedQuestion& verified = *exchange->question;
  const v1::Question& question = verified.question();
  v1::Answer& answer = exchange->answer;
  answer.set_question_id(question.question_id());
  answer.set_question_sha256(verified.digest());
  answer.set_responder_agency_id(parts_.agency_id);
  answer.set_audience_agency_id(question.asker_agency_id());
  *answer.mutable_answer_time() =
      TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(exchange->now));
  answer.set_outcome(finding.outcome);
  for (v1::RecordMatch& match : finding.matches) {
    *answer.add_matches() = std::move(match);
  }

  v1::AuditEvent event = EventOf(verified.caller(), question.purpose(),
                                 question.action(), exchange->now);
  event.set_kind(v1::AUDIT_KIND_DECIDED);
  event.set_query_id(question.query_id());
  event.set_responder_agency_id(parts_.agency_id);
  *event.mutable_decision() = std::move(finding.decision);
  event.set_outcome(finding.outcome);
  event.set_question_id(question.question_id());
  event.set_question_sha256(verified.digest());
  event.set_answer_sha256(auth::Sha256(answer.SerializeAsString()));
  finding.details.set_subject(verified.caller().staff()->subject());
  if (verified.case_proof() != nullptr) {
    finding.details.set_case_id(verified.case_proof()->token().case_id());
  }
  storage::Submission submission;
  submission.entries.push_back(
      {event.SerializeAsString(), finding.details.SerializeAsString()});
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(submission),
      [this, exchange, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        if (!result.status.ok()) return Fail(exchange, result.status);
        SignAndSend(exchange, result.receipts.front());
      });
  if (!queued.ok()) Fail(exchange, queued);
}

void Responder::SignAndSend(const ExchangePtr& exchange,
                            const storage::AuditReceipt& receipt) {
  exchange->answer.set_log_index(receipt.index());
  exchange->answer.set_responder_checkpoint(parts_.log->SignedHead());
  StageTimer timer(parts_.metrics, Stage::kSign);
  const auto signer = parts_.signers("");
  if (!signer.has_value()) {
    return Fail(exchange,
                absl::UnavailableError("the node has no valid certificate"));
  }
  auto response = SignAnswer(exchange->answer, *signer);
  if (!response.ok()) return Fail(exchange, response.status());
  answers_.Put(exchange->question->digest(), *response, exchange->now);
  exchange->done(std::move(response));
}

}  // namespace homeward::federation
