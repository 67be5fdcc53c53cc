#include "services/federation/answering/decided_events.h"

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/break_glass/glass_events.h"
#include "services/federation/query_id.h"

namespace homeward::federation {

namespace {

// Both agencies, who asked, why, and in whose case.
struct Told {
  v1::AuditEvent event;
  v1::AuditDetails details;
};

void Describe(const VerifiedQuestion& verified, absl::Time now, Told& told) {
  const v1::Question& question = verified.question();
  told.event =
      EventOf(verified.caller(), question.purpose(), question.action(), now);
  told.event.set_query_id(question.query_id());
  told.event.set_question_sha256(verified.digest());
  told.details.set_subject(verified.caller().staff()->subject());
  told.details.set_case_id(verified.case_reading().case_id);
}

storage::Submission Entry(const Told& told) {
  const v1::AuditEvent& event = told.event;
  storage::Submission submission;
  submission.entries.push_back({event.SerializeAsString(),
                                told.details.SerializeAsString(),
                                TopicOf(event)});
  return submission;
}

}  // namespace

storage::Submission DecidedEvent(const VerifiedQuestion& verified,
                                 const GlassReading& glass,
                                 const query::NodeFinding& finding,
                                 const std::string& own_agency_id,
                                 const std::string& payload, absl::Time now) {
  Told told;
  told.details = finding.details;
  Describe(verified, now, told);
  told.event.set_kind(v1::AUDIT_KIND_DECIDED);
  told.event.set_responder_agency_id(own_agency_id);
  *told.event.mutable_decision() = finding.decision;
  told.event.mutable_decision()->set_case_finding(
      verified.case_reading().finding);
  NoteGlass(glass, told.event);
  told.event.set_outcome(finding.outcome);
  told.event.set_question_id(verified.question().question_id());
  told.event.set_answer_sha256(auth::Sha256(payload));
  return Entry(told);
}

storage::Submission RefusedEvent(const RefusedQuestion& refused) {
  Told told;
  if (refused.question != nullptr) {
    Describe(*refused.question, refused.now, told);
    if (refused.taken_up) {
      told.event.set_question_id(refused.question->question().question_id());
    }
  }
  *told.event.mutable_time() = auth::ToTimestamp(refused.now);
  told.event.set_kind(v1::AUDIT_KIND_DECIDED);
  told.event.set_asker_agency_id(refused.asker_agency_id);
  told.event.set_responder_agency_id(refused.responder_agency_id);
  told.event.mutable_decision()->set_reason(refused.reason);
  told.event.mutable_decision()->set_refusal(refused.refusal);
  told.event.set_outcome(v1::OUTCOME_DENIED);
  return Entry(told);
}

}  // namespace homeward::federation
