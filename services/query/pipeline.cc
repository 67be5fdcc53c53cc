#include "services/query/pipeline.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/decision_record.h"
#include "auth/decision/grant.h"
#include "auth/decision/obligations.h"
#include "auth/facts/blocked_seekers.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/granted_until.h"
#include "auth/facts/record_facts.h"
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
#include "services/query/covered.h"
#include "services/query/record_candidates.h"
#include "services/telemetry/metrics.h"
#include "storage/records/record_store.h"

namespace homeward::query {
namespace {

using ::homeward::internal::v1::StoredRecord;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

constexpr int kMaxMatches = 10;

// What a search by name compares; never disclosed by that alone.
constexpr v1::Category kMatchCategories[] = {v1::CATEGORY_ID_MIN,
                                             v1::CATEGORY_ID_FULL};

// What a search for a family compares besides, where it may be disclosed.
constexpr v1::Category kRelativeCategories[] = {
    v1::CATEGORY_FAMILY, v1::CATEGORY_ADULTS, v1::CATEGORY_TIP};

// Whether another agency's staff ask.
bool IsPeers(const auth::Admission& admission) {
  const auth::AccessRequest& request = admission.request();
  return request.requester_agency_id != request.owner_agency_id;
}

// Whether P-ADULT-SEEKER speaks of the question. Own staff are those who weigh
// what a person claims: they see the record, and what is held against him.
bool KeepsFromSeekers(const auth::Admission& admission) {
  return auth::ServesSeekers(admission.request().purpose) && IsPeers(admission);
}

// `asked` is null where nothing is compared.
std::vector<v1::Category> CategoriesToUnseal(
    const auth::Admission& admission, const matching::Description* asked) {
  auth::CategorySet set = admission.categories() | auth::CategoriesOfFacts();
  if (KeepsFromSeekers(admission)) set |= auth::CategoriesOfBlocks();
  if (asked != nullptr) {
    for (v1::Category category : kMatchCategories) set.Add(category);
    for (v1::Category category : kRelativeCategories) {
      if (asked->relatives.empty()) break;
      if (admission.permitted_categories().Contains(category)) {
        set.Add(category);
      }
    }
  }
  return set.Values();
}

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

v1::MatchBand BandOf(const matching::Match& match, bool by_number) {
  if (by_number && match.same_number) return v1::MATCH_BAND_IDENTIFIED;
  return match.band == matching::Band::kStrong ? v1::MATCH_BAND_STRONG
                                               : v1::MATCH_BAND_POSSIBLE;
}

auth::RecordFacts FactsOf(const auth::Admission& admission,
                          const StoredRecord& record) {
  return auth::DecisionFacts(record, admission.request(), admission.now());
}

// What is compared of `record`. Relatives only where this record lets who asks
// know them: a family is looked for with consent, and else not matched at all.
matching::Description Held(const auth::Admission& admission,
                           const matching::Description& asked,
                           const StoredRecord& record) {
  matching::Description held =
      Covered(matching::DescribeClaims(record.claims()),
              admission.permitted_categories(), admission.now());
  if (asked.relatives.empty() || held.relatives.empty()) {
    held.relatives.clear();
    return held;
  }
  const auth::Authorization authorization =
      auth::Authorize(admission, FactsOf(admission, record));
  return KeepRelatives(std::move(held),
                       authorization.grant.ok()
                           ? authorization.grant->permitted_categories()
                           : auth::CategorySet());
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

absl::StatusOr<std::optional<StoredRecord>> Pipeline::Load(
    const auth::Admission& admission, const std::string& id,
    const std::vector<v1::Category>& categories) const {
  auto record = records_->Load(id, categories, admission.now());
  if (IsPeers(admission) && absl::IsDataLoss(record.status())) {
    return std::nullopt;
  }
  return record;
}

absl::StatusOr<std::vector<std::string>> Pipeline::FindSource(
    const auth::Admission& admission,
    const std::string& source_record_id) const {
  bool damaged = false;
  return records_->FindSource(source_record_id, admission.now(),
                              IsPeers(admission) ? &damaged : nullptr);
}

std::string Pipeline::SureRecord(const std::vector<Candidate>& candidates) {
  std::string sure;
  for (const Candidate& candidate : candidates) {
    if (candidate.match.has_value() &&
        candidate.match->score.probability < matching::kStrongProbability) {
      continue;
    }
    if (!sure.empty()) return "";
    sure = candidate.record.record_id();
  }
  return sure;
}

absl::StatusOr<std::vector<Pipeline::Candidate>> Pipeline::Find(
    const auth::Admission& admission, const v1::ChildDescriptor& child,
    const matching::Description& description) const {
  if (child.has_record_id()) return FindByIds(admission, {child.record_id()});
  if (child.identifier().type() == v1::IDENTIFIER_TYPE_SOURCE_RECORD) {
    auto ids = FindSource(admission, child.identifier().value());
    if (!ids.ok()) return ids.status();
    return FindByIds(admission, *ids);
  }
  return FindByDescription(admission, description, child.has_identifier());
}

absl::StatusOr<std::vector<Pipeline::Candidate>> Pipeline::FindByIds(
    const auth::Admission& admission,
    const std::vector<std::string>& record_ids) const {
  StageTimer timer(metrics_, Stage::kRead);
  const std::vector<v1::Category> categories =
      CategoriesToUnseal(admission, /*asked=*/nullptr);
  std::vector<Candidate> candidates;
  for (const std::string& id : record_ids) {
    auto record = Load(admission, id, categories);
    if (!record.ok()) return record.status();
    if (!record->has_value()) continue;
    candidates.push_back({**std::move(record), v1::MATCH_BAND_IDENTIFIED});
  }
  return candidates;
}

absl::StatusOr<std::vector<Pipeline::Candidate>> Pipeline::FindByDescription(
    const auth::Admission& admission, const matching::Description& description,
    bool by_number) const {
  const matching::Description asked =
      Covered(description, admission.permitted_categories(), admission.now());
  const absl::StatusOr<double> records = records_->EstimateCount();
  if (!records.ok()) return records.status();
  auto found = [&] {
    StageTimer timer(metrics_, Stage::kRead);
    return FindCandidates(*records_, asked, *records);
  }();
  if (!found.ok()) return found.status();
  const double persons = matching::ExpectedPersons(*records);
  StageTimer timer(metrics_, Stage::kMatch);
  const std::vector<v1::Category> categories =
      CategoriesToUnseal(admission, &asked);
  std::vector<Candidate> candidates;
  for (const auto& [id, by_relatives] : *found) {
    auto record = Load(admission, id, categories);
    if (!record.ok()) return record.status();
    if (!record->has_value()) continue;
    matching::Match match =
        matching::Compare(asked, Held(admission, asked, **record), persons);
    if (match.band < matching::Band::kPossible) continue;
    if (by_relatives && !match.relatives.has_value()) continue;
    const v1::MatchBand band = BandOf(match, by_number);
    candidates.push_back({**std::move(record), band, std::move(match)});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return a.match->score.probability >
                            b.match->score.probability;
                   });
  return candidates;
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
    if (KeepsFromSeekers(admission) &&
        MayHelpBlockedSeeker(asked, candidate.record, admission.now())) {
      WithholdBy(kAdultSeekerRule, candidate.record.record_id(), finding);
      continue;
    }
    const auth::RecordFacts facts = FactsOf(admission, candidate.record);
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
