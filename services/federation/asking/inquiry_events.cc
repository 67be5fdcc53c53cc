#include "services/federation/asking/inquiry_events.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/what_if/decision_basis.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/break_glass/glass_events.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/query_id.h"
#include "services/policy/state.h"
#include "storage/log/audit_entry.h"

namespace homeward::federation {
namespace {

v1::AuditEvent BeginEvent(const InquiryPlan& plan, v1::AuditKind kind,
                          absl::Time now) {
  const StaffQuestion& asked = plan.question;
  v1::AuditEvent event =
      EventOf(asked.caller, asked.purpose, asked.action, now);
  event.set_kind(kind);
  event.set_query_id(plan.query_id);
  return event;
}

// That nobody asks `ask`, by `plan.withheld_by`. No record was decided on, so
// there is nothing to decide again.
storage::AuditEntry WithheldEntry(const InquiryPlan& plan, const PeerAsk& ask,
                                  v1::AuditDetails details) {
  v1::AuditEvent event = BeginEvent(plan, v1::AUDIT_KIND_ASKED, plan.now);
  event.set_responder_agency_id(ask.agency_id);
  event.set_outcome(v1::OUTCOME_DENIED);
  v1::DecisionRecord& decision = *event.mutable_decision();
  decision.set_reason(v1::DECISION_REASON_FACTS_NOT_MET);
  decision.set_mou(ask.mou_text);
  decision.add_built_in_rules(plan.withheld_by);
  decision.set_policy_sha256(plan.policy->mous->digest());
  decision.set_case_finding(plan.case_reading.finding);
  NoteGlass(plan.glass, event);
  auth::AccessRequest access = plan.access;
  access.owner_agency_id = ask.agency_id;
  access.mou_id = ask.mou.mou_id;
  *details.mutable_basis() = auth::BasisOf(access, plan.case_facts);
  details.mutable_basis()->clear_facts();
  return {event.SerializeAsString(), details.SerializeAsString(),
          TopicOf(event)};
}

// For who asked: the `fields` that came and are not shown.
v1::AuditDetails DetailsOf(const InquiryPlan& plan,
                           const auth::FieldSet& fields) {
  v1::AuditDetails details;
  details.set_subject(plan.question.caller.staff()->subject());
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  for (size_t i = fields._Find_first(); i < fields.size();
       i = fields._Find_next(i)) {
    details.add_disclosed_fields(catalog.path(static_cast<int>(i)));
  }
  return details;
}

}  // namespace

storage::Submission AskedEvents(const InquiryPlan& plan,
                                query::NodeFinding& own,
                                const std::string& own_agency_id) {
  storage::Submission submission;
  v1::AuditEvent asked = BeginEvent(plan, v1::AUDIT_KIND_ASKED, plan.now);
  asked.set_responder_agency_id(own_agency_id);
  *asked.mutable_decision() = own.decision;
  asked.mutable_decision()->set_case_finding(plan.case_reading.finding);
  NoteGlass(plan.glass, asked);
  asked.set_outcome(own.outcome);
  v1::AuditDetails details = std::move(own.details);
  details.set_subject(plan.question.caller.staff()->subject());
  details.set_case_id(plan.case_reading.case_id);
  submission.entries.push_back(
      {asked.SerializeAsString(), details.SerializeAsString(), TopicOf(asked)});
  if (plan.withheld.empty() && plan.asks.empty()) return submission;

  // What the own node found is no part of what others are asked.
  details.clear_record_ids();
  details.clear_withheld_record_ids();
  details.clear_admission();
  details.clear_disclosed_fields();
  details.clear_basis();
  for (const PeerAsk& ask : plan.withheld) {
    submission.entries.push_back(WithheldEntry(plan, ask, details));
  }
  const std::string sent_details = details.SerializeAsString();
  v1::AuditEvent sent = BeginEvent(plan, v1::AUDIT_KIND_SENT, plan.now);
  NoteGlass(plan.glass, sent);
  for (const PeerAsk& ask : plan.asks) {
    sent.set_responder_agency_id(ask.agency_id);
    sent.mutable_decision()->set_mou(ask.mou_text);
    sent.set_question_sha256(auth::Sha256(ask.request.question().payload()));
    submission.entries.push_back(
        {sent.SerializeAsString(), sent_details, TopicOf(sent)});
  }
  return submission;
}

storage::Submission DeliveredEvent(const InquiryPlan& plan, const PeerAsk& ask,
                                   const PeerReply& came, absl::Time now) {
  v1::AuditEvent event = BeginEvent(plan, v1::AUDIT_KIND_DELIVERED, now);
  event.set_responder_agency_id(ask.agency_id);
  event.set_outcome(came.answer.outcome());
  event.set_question_sha256(auth::Sha256(ask.request.question().payload()));
  event.set_answer_sha256(came.answer_sha256);
  std::string details;
  if (came.excess.any()) {
    event.mutable_decision()->set_reason(v1::DECISION_REASON_NO_PERMIT);
    event.mutable_decision()->set_mou(ask.mou_text);
    event.mutable_decision()->add_built_in_rules("P-DEFAULT");
    details = DetailsOf(plan, came.excess).SerializeAsString();
  }
  storage::Submission submission;
  submission.entries.push_back(
      {event.SerializeAsString(), details, TopicOf(event)});
  return submission;
}

DecidedQuestion DecidedOf(const InquiryPlan& plan,
                          const std::string& owner_agency_id) {
  return {plan.question.caller, plan.question.purpose, plan.query_id,
          owner_agency_id, plan.now};
}

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

}  // namespace homeward::federation
