#include "services/statistics/count_event.h"

#include "auth/decision/access.h"
#include "auth/decision/grant.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::statistics {
namespace {

constexpr char kRule[] = "P-STATS";
constexpr char kFirewall[] = "P-FIREWALL";

bool IsEnforcement(const auth::Caller& caller, v1::Purpose purpose) {
  auth::AccessRequest request;
  request.requester_kind = caller.agency_kind();
  request.purpose = purpose;
  if (caller.staff() != nullptr) {
    for (const v1::Role role : caller.staff()->roles()) request.roles.Add(role);
  }
  return auth::CrossesRedLine(request);
}

bool MayCount(const auth::Caller& caller) {
  return caller.staff() != nullptr &&
         (caller.staff()->HasRole(v1::ROLE_RESEARCH_ANALYST) ||
          caller.staff()->HasRole(v1::ROLE_OVERSIGHT_AUDITOR));
}

v1::DecisionReason ReasonOf(const auth::Caller& caller, v1::Purpose purpose) {
  if (IsEnforcement(caller, purpose)) return v1::DECISION_REASON_RED_LINE;
  if (purpose == v1::PURPOSE_UNSPECIFIED || !v1::Purpose_IsValid(purpose)) {
    return v1::DECISION_REASON_UNKNOWN_VALUE;
  }
  return purpose == v1::PURPOSE_STATISTICS && MayCount(caller)
             ? v1::DECISION_REASON_PERMITTED
             : v1::DECISION_REASON_NO_PERMIT;
}

}  // namespace

CountRuling DecideCount(const auth::Caller& caller,
                        const v1::CountChildrenRequest& request,
                        absl::Time now) {
  CountRuling ruling;
  v1::AuditEvent& event = ruling.event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_COUNTED);
  event.set_asker_agency_id(caller.agency_id());
  event.set_purpose(request.purpose());
  event.set_statistics_table(request.table());
  if (caller.staff() != nullptr) {
    for (const v1::Role role : caller.staff()->roles()) event.add_roles(role);
    ruling.details.set_subject(caller.staff()->subject());
  }
  const v1::DecisionReason reason = ReasonOf(caller, request.purpose());
  event.mutable_decision()->set_reason(reason);
  event.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
  if (reason != v1::DECISION_REASON_PERMITTED) {
    if (reason == v1::DECISION_REASON_RED_LINE) {
      event.mutable_decision()->add_built_in_rules(kFirewall);
    }
    event.set_outcome(v1::OUTCOME_DENIED);
    ruling.admission = auth::Denied();
  }
  return ruling;
}

void DenyByBudget(CountRuling& ruling) {
  ruling.event.mutable_decision()->set_reason(v1::DECISION_REASON_PROHIBITED);
  ruling.event.mutable_decision()->add_built_in_rules(kRule);
  ruling.event.set_outcome(v1::OUTCOME_DENIED);
}

storage::AuditEntry EntryOf(const CountRuling& ruling) {
  return {ruling.event.SerializeAsString(), ruling.details.SerializeAsString()};
}

}  // namespace homeward::statistics
