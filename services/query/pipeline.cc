#include "services/query/pipeline.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/decision_record.h"
#include "auth/decision/grant.h"
#include "auth/decision/obligations.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/granted_until.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/redaction/redact.h"
#include "auth/what_if/decision_basis.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/explain.h"
#include "services/matching/match.h"
#include "services/query/adult_seeker.h"
#include "services/telemetry/metrics.h"
#include "storage/records/record_store.h"

namespace homeward::query {
namespace {

using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

constexpr int kMaxMatches = 10;

const char* DescriptorKind(const v1::ChildDescriptor& child) {
  switch (child.by_case()) {
    case v1::ChildDescriptor::kRecordId:
      return "record_id";
    case v1::ChildDescriptor::kIdentifier:
      return "identifier";
    default:
      return "name";
  }
}

// Not more than an entry of the log has room for.
void Withhold(const std::string& record_id, v1::AuditDetails& details) {
  constexpr int kMaxNamed = 100;
  if (details.withheld_record_ids_size() < kMaxNamed) {
    details.add_withheld_record_ids(record_id);
  }
}

// Withholds a record by `rule`, whatever the MOU permits of it.
void WithholdBy(const char* rule, const std::string& record_id,
                NodeFinding& finding) {
  Withhold(record_id, finding.details);
  if (!finding.matches.empty()) return;
  finding.decision = finding.details.admission();
  finding.decision.set_reason(v1::DECISION_REASON_PROHIBITED);
  finding.decision.add_built_in_rules(rule);
}

}  // namespace

const char* RuleThatBars(v1::DecisionReason reason) {
  return reason == v1::DECISION_REASON_PROBING ? "P-PROBE" : "P-BREAKGLASS";
}

void Bar(v1::DecisionReason reason, NodeFinding& finding) {
  for (const std::string& record_id : finding.details.record_ids()) {
    Withhold(record_id, finding.details);
  }
  finding.details.clear_record_ids();
  finding.details.clear_disclosed_fields();
  finding.matches.Clear();
  finding.omitted_claim_count = 0;
  finding.outcome = v1::OUTCOME_NOTHING_TO_SHOW;
  finding.decision = finding.details.admission();
  finding.decision.set_reason(reason);
  finding.decision.add_built_in_rules(RuleThatBars(reason));
}

void NoteDisclosed(
    const google::protobuf::RepeatedPtrField<v1::RecordMatch>& matches,
    v1::AuditDetails& details) {
  auth::FieldSet disclosed;
  for (const v1::RecordMatch& match : matches) {
    disclosed |= auth::FieldsIn(match.record());
  }
  details.clear_disclosed_fields();
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  for (size_t i = disclosed._Find_first(); i < disclosed.size();
       i = disclosed._Find_next(i)) {
    details.add_disclosed_fields(catalog.path(static_cast<int>(i)));
  }
}

absl::StatusOr<NodeFinding> Pipeline::Answer(
    const NodeQuestion& question, std::shared_ptr<const auth::ActiveSet> mous,
    absl::Time now) const {
  const std::string policy_digest = mous->digest();
  NodeFinding finding;
  auth::Admittance admittance = [&] {
    StageTimer timer(metrics_, Stage::kDecide);
    return auth::Admit(std::move(mous), question.access, question.case_facts,
                       now);
  }();
  finding.decision = auth::MakeDecisionRecord(admittance.trace, policy_digest);
  *finding.details.mutable_basis() =
      auth::BasisOf(question.access, question.case_facts);
  if (!admittance.admission.ok()) return finding;

  auto description = matching::DescribeQuestion(question.child, now);
  if (!description.ok()) return description.status();
  finding.outcome = v1::OUTCOME_NOTHING_TO_SHOW;
  *finding.details.mutable_admission() = finding.decision;
  finding.details.set_descriptor_kind(DescriptorKind(question.child));
  if (question.barred != v1::DECISION_REASON_UNSPECIFIED) {
    Bar(question.barred, finding);
    return finding;
  }
  auto candidates = Find(*admittance.admission, question.child, *description);
  if (!candidates.ok()) return candidates.status();
  finding.sure_record_id = SureRecord(*candidates);
  Disclose(*admittance.admission, *description, *std::move(candidates),
           finding);
  return finding;
}

void Pipeline::Disclose(const auth::Admission& admission,
                        const matching::Description& asked,
                        std::vector<Candidate> candidates,
                        NodeFinding& finding) const {
  std::vector<v1::Obligation> duties;
  StageTimer timer(metrics_, Stage::kRedact);
  for (Candidate& candidate : candidates) {
    // One that is withheld takes no place from one that is shown.
    if (finding.matches.size() == kMaxMatches) break;
    if (KeepsFromSeekers(admission.request()) &&
        MayHelpBlockedSeeker(asked, candidate.record, admission.now())) {
      WithholdBy(kAdultSeekerRule, candidate.record.record_id(), finding);
      continue;
    }
    const auth::RecordFacts facts = auth::DecisionFacts(
        candidate.record, admission.request(), admission.now());
    auth::AddRecord(facts, *finding.details.mutable_basis());
    auth::Authorization authorization = auth::Authorize(admission, facts);
    const std::string record_id = candidate.record.record_id();
    v1::RecordMatch match;
    if (authorization.grant.ok()) {
      auth::KeepNoLongerThanGranted(admission, candidate.record,
                                    *authorization.grant);
      *match.mutable_record() = auth::Redact(
          *authorization.grant, std::move(candidate.record), *hasher_);
    }
    const bool shown = !match.record().claims().empty();
    if (shown || finding.matches.empty()) {
      finding.decision = auth::MakeDecisionRecord(
          authorization.trace, finding.decision.policy_sha256());
    }
    if (!shown) {
      Withhold(record_id, finding.details);
      continue;
    }
    finding.details.add_record_ids(record_id);
    match.set_band(candidate.band);
    match.set_probability(1);
    if (candidate.match.has_value()) matching::Explain(*candidate.match, match);
    *match.mutable_answer_time() =
        google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
            absl::ToUnixMillis(admission.now()));
    auth::MergeObligations(authorization.grant->obligations(), duties);
    finding.matches.Add(std::move(match));
  }
  NoteDisclosed(finding.matches, finding.details);
  if (finding.matches.empty()) return;
  // The decision is that of one record, the duties are those of all.
  auth::AddObligations(duties, finding.decision);
  finding.outcome = v1::OUTCOME_ANSWERED;
}

}  // namespace homeward::query
