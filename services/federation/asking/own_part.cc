#include "services/federation/asking/own_part.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/asking/inquiry_verdict.h"
#include "services/federation/break_glass/glass_answer.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/suspension.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/tracing/consented_asks.h"
#include "services/matching/describe.h"
#include "services/policy/state.h"

namespace homeward::federation {
namespace {

// OK unless she may not ask at all, or her statement does not hold: then
// `finding` says why.
absl::Status Bar(const NodeParts& parts, const InquiryPlan& plan,
                 const LimitedQuestion& probe, query::NodeFinding& finding) {
  const auth::Caller& caller = plan.question.caller;
  if (!probe.allowed) {
    finding = BarredFinding(v1::DECISION_REASON_PROBING);
    return absl::PermissionDeniedError(auth::kDenialText);
  }
  if (parts.glass->IsSuspended(caller.agency_id(), caller.staff()->subject(),
                               plan.now)) {
    finding = BarredFinding(v1::DECISION_REASON_SUSPENDED);
    return absl::PermissionDeniedError(kSuspendedText);
  }
  absl::Status broken = WhyNotBroken(plan.glass.finding);
  if (!broken.ok()) finding = NotBrokenFinding();
  return broken;
}

// OK unless she asks too much about the record that the own node found: then
// `finding` says so, and no more.
absl::Status BarRecord(const NodeParts& parts, const InquiryPlan& plan,
                       LimitedQuestion& probe, query::NodeFinding& finding) {
  if (parts.probes->AdmitRecord(probe, finding.sure_record_id, plan.now)) {
    return absl::OkStatus();
  }
  finding = BarredFinding(v1::DECISION_REASON_PROBING);
  return absl::PermissionDeniedError(auth::kDenialText);
}

absl::Status AnswerOwn(const NodeParts& parts, const InquiryPlan& plan,
                       query::NodeFinding& finding) {
  auto found =
      AnswerWithGlass(*parts.pipeline, OwnQuestion(plan, parts.agency_id),
                      plan.policy->mous, plan.now);
  if (!found.ok()) return found.status();
  finding = *std::move(found);
  Fit(finding);
  if (finding.outcome == v1::OUTCOME_DENIED && !plan.asks.empty()) {
    // The peers may be asked: say now what is wrong with the question.
    return matching::DescribeQuestion(plan.question.child, plan.now).status();
  }
  return absl::OkStatus();
}

// Leaves the asks of `plan` that may go out, signed.
absl::Status PrepareAsks(const NodeParts& parts, InquiryPlan& plan) {
  absl::Status kept = KeepToConsent(*parts.tracing, plan);
  if (!kept.ok()) return kept;
  return SignAsks(parts.signers, parts.log->SignedHead(), plan);
}

// What she is told when nobody may be asked. Who traces a family is told so
// whether or not there is a record; for another purpose it would tell that
// there is one.
absl::Status DenyAll(const InquiryPlan& plan) {
  const bool lacks_consent =
      !plan.withheld.empty() &&
      plan.question.purpose == v1::PURPOSE_FAMILY_TRACING;
  return absl::PermissionDeniedError(lacks_consent ? kNoTracingConsentText
                                                   : auth::kDenialText);
}

// What own staff decided of this child's matches.
absl::Status ReadDecisions(const NodeParts& parts, const InquiryPlan& plan,
                           internal::v1::StoredMatches& decided) {
  auto key = matching::ChildKeyText(plan.question.child, plan.now);
  if (!key.ok()) return key.status();
  auto known = parts.matches->Find(*key);
  if (!known.ok()) return known.status();
  decided = std::move(known->matches);
  return absl::OkStatus();
}

}  // namespace

OwnPart DecideOwnPart(const NodeParts& parts, InquiryPlan& plan,
                      LimitedQuestion& probe) {
  OwnPart part;
  absl::Status ready;
  part.verdict = Bar(parts, plan, probe, part.finding);
  if (part.verdict.ok()) {
    ready = AnswerOwn(parts, plan, part.finding);
    part.verdict = BarRecord(parts, plan, probe, part.finding);
  }
  if (part.verdict.ok()) {
    if (ready.ok()) ready = PrepareAsks(parts, plan);
    // Nothing is shown and nobody asked, whatever was found by then.
    if (!ready.ok()) part.finding = RefusedFinding(ready);
    part.verdict = std::move(ready);
  }
  if (part.verdict.ok()) {
    const bool denied = part.finding.outcome == v1::OUTCOME_DENIED;
    part.verdict = denied && plan.asks.empty()
                       ? DenyAll(plan)
                       : ReadDecisions(parts, plan, part.decided);
  }
  if (!part.verdict.ok()) plan.asks.clear();
  return part;
}

}  // namespace homeward::federation
