#include "services/federation/asking/inquiry_verdict.h"

#include "absl/status/status.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"

namespace homeward::federation {

using ::homeward::telemetry::Decision;

bool IsDecision(const absl::Status& verdict) {
  return verdict.ok() || absl::IsPermissionDenied(verdict) ||
         absl::IsInvalidArgument(verdict) || absl::IsUnauthenticated(verdict);
}

query::NodeFinding RefusedFinding(const absl::Status& verdict) {
  query::NodeFinding refused;
  const bool malformed = absl::IsInvalidArgument(verdict);
  refused.decision.set_reason(malformed ? v1::DECISION_REASON_MALFORMED
                                        : v1::DECISION_REASON_UNVERIFIED);
  refused.decision.set_refusal(malformed ? v1::REFUSAL_CHILD
                                         : v1::REFUSAL_STAFF);
  refused.outcome = v1::OUTCOME_DENIED;
  return refused;
}

query::NodeFinding BarredFinding(v1::DecisionReason reason) {
  query::NodeFinding refused;
  refused.decision.set_reason(reason);
  refused.decision.add_built_in_rules(query::RuleThatBars(reason));
  refused.outcome = v1::OUTCOME_DENIED;
  return refused;
}

query::NodeFinding NotBrokenFinding() {
  query::NodeFinding refused;
  refused.decision.set_reason(v1::DECISION_REASON_UNVERIFIED);
  refused.decision.add_built_in_rules(
      query::RuleThatBars(v1::DECISION_REASON_SUSPENDED));
  refused.outcome = v1::OUTCOME_DENIED;
  return refused;
}

Decision Counted(const absl::Status& verdict, const query::NodeFinding& own) {
  if (absl::IsPermissionDenied(verdict)) return Decision::kDenied;
  if (!verdict.ok()) return Decision::kUnverified;
  return own.matches.empty() ? Decision::kWithheld : Decision::kPermitted;
}

}  // namespace homeward::federation
