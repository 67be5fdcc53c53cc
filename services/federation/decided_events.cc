#include "services/federation/decided_events.h"

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"

namespace homeward::federation {

storage::Submission DecidedEvent(const VerifiedQuestion& verified,
                                 const query::NodeFinding& finding,
                                 const v1::Answer& answer, absl::Time now) {
  const v1::Question& question = verified.question();
  v1::AuditEvent event =
      EventOf(verified.caller(), question.purpose(), question.action(), now);
  event.set_kind(v1::AUDIT_KIND_DECIDED);
  event.set_query_id(question.query_id());
  event.set_responder_agency_id(answer.responder_agency_id());
  *event.mutable_decision() = finding.decision;
  event.set_outcome(finding.outcome);
  event.set_question_id(question.question_id());
  event.set_question_sha256(verified.digest());
  event.set_answer_sha256(auth::Sha256(answer.SerializeAsString()));
  v1::AuditDetails details = finding.details;
  details.set_subject(verified.caller().staff()->subject());
  if (verified.case_proof() != nullptr) {
    details.set_case_id(verified.case_proof()->token().case_id());
  }
  storage::Submission submission;
  submission.entries.push_back(
      {event.SerializeAsString(), details.SerializeAsString()});
  return submission;
}

storage::Submission RefusedEvent(const RefusedQuestion& refused) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(refused.now);
  event.set_kind(v1::AUDIT_KIND_DECIDED);
  event.set_asker_agency_id(refused.asker_agency_id);
  event.set_responder_agency_id(refused.responder_agency_id);
  event.mutable_decision()->set_reason(refused.reason);
  event.set_outcome(v1::OUTCOME_DENIED);
  if (refused.question != nullptr) {
    event.set_question_sha256(refused.question->digest());
    if (refused.taken_up) {
      event.set_question_id(refused.question->question().question_id());
    }
  }
  storage::Submission submission;
  submission.entries.push_back({event.SerializeAsString(), ""});
  return submission;
}

}  // namespace homeward::federation
