#include "services/federation/answering/decide_answer.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/break_glass/glass_answer.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/probing/probe_limit.h"

namespace homeward::federation {
namespace {

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

// Why nothing may be searched for; unspecified if it may be.
v1::DecisionReason WhyBarred(const NodeParts& parts,
                             const TakenQuestion& question,
                             const LimitedQuestion& probe) {
  if (!probe.allowed) return v1::DECISION_REASON_PROBING;
  const auth::Caller& caller = question.verified.caller();
  return parts.glass->IsSuspended(caller.agency_id(), caller.staff()->subject(),
                                  question.now)
             ? v1::DECISION_REASON_SUSPENDED
             : v1::DECISION_REASON_UNSPECIFIED;
}

// `taken` as the own pipeline is asked it.
query::NodeQuestion NodeQuestionOf(const NodeParts& parts,
                                   const policy::Snapshot& policy,
                                   const TakenQuestion& taken,
                                   v1::DecisionReason barred) {
  const VerifiedQuestion& verified = taken.verified;
  const v1::Question& question = verified.question();
  query::NodeQuestion node_question;
  node_question.access = AccessOf(verified.caller(), question.purpose(),
                                  question.action(), question.categories());
  node_question.access.owner_agency_id = parts.agency_id;
  node_question.access.owner_country =
      CountryOf(*policy.directory, parts.agency_id, taken.now);
  node_question.access.mou_id = question.mou_id();
  node_question.case_facts = verified.case_reading().facts;
  taken.glass.AddTo(node_question.case_facts);
  node_question.child = question.child();
  node_question.barred = barred;
  return node_question;
}

absl::StatusOr<query::NodeFinding> FindAnswer(const NodeParts& parts,
                                              const policy::Snapshot& policy,
                                              const TakenQuestion& taken,
                                              v1::DecisionReason barred) {
  const v1::Question& question = taken.verified.question();
  const auto mou = policy.mous->InForce(question.mou_id(), taken.now);
  if (mou.has_value() && mou->sha256 != question.mou_sha256() &&
      MayLearnOfAnotherVersion(taken.verified, *policy.mous, mou->mou_id,
                               taken.now)) {
    return StaleMou(*mou, *policy.mous);
  }
  return AnswerWithGlass(*parts.pipeline,
                         NodeQuestionOf(parts, policy, taken, barred),
                         policy.mous, taken.now);
}

}  // namespace

absl::StatusOr<query::NodeFinding> DecideAnswer(const NodeParts& parts,
                                                const policy::Snapshot& policy,
                                                const TakenQuestion& question,
                                                LimitedQuestion& probe) {
  auto finding =
      FindAnswer(parts, policy, question, WhyBarred(parts, question, probe));
  if (!probe.open) return finding;
  if (finding.ok() && !parts.probes->AdmitRecord(probe, finding->sure_record_id,
                                                 question.now)) {
    query::Bar(v1::DECISION_REASON_PROBING, *finding);
  }
  parts.probes->End(probe, EndOf(finding), question.now);
  return finding;
}

}  // namespace homeward::federation
