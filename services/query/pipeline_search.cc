#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/grant.h"
#include "auth/facts/blocked_seekers.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/record_facts.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/match.h"
#include "services/query/adult_seeker.h"
#include "services/query/covered.h"
#include "services/query/pipeline.h"
#include "services/query/record_candidates.h"
#include "services/telemetry/metrics.h"
#include "storage/records/record_store.h"

// The half of the pipeline that finds who may be meant. Nothing of it is told.
namespace homeward::query {
namespace {

using ::homeward::internal::v1::StoredRecord;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

// Whether another agency's staff ask.
bool IsPeers(const auth::Admission& admission) {
  const auth::AccessRequest& request = admission.request();
  return request.requester_agency_id != request.owner_agency_id;
}

// What a search by name compares; never disclosed by that alone.
constexpr v1::Category kMatchCategories[] = {v1::CATEGORY_ID_MIN,
                                             v1::CATEGORY_ID_FULL};

// What a search for a family compares besides, where it may be disclosed.
constexpr v1::Category kRelativeCategories[] = {
    v1::CATEGORY_FAMILY, v1::CATEGORY_ADULTS, v1::CATEGORY_TIP};

// `asked` is null where nothing is compared.
std::vector<v1::Category> CategoriesToUnseal(
    const auth::Admission& admission, const matching::Description* asked) {
  auth::CategorySet set = admission.categories() | auth::CategoriesOfFacts();
  if (KeepsFromSeekers(admission.request())) set |= auth::CategoriesOfBlocks();
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

v1::MatchBand BandOf(const matching::Match& match, bool by_number) {
  if (by_number && match.same_number) return v1::MATCH_BAND_IDENTIFIED;
  return match.band == matching::Band::kStrong ? v1::MATCH_BAND_STRONG
                                               : v1::MATCH_BAND_POSSIBLE;
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
  const auth::Authorization authorization = auth::Authorize(
      admission,
      auth::DecisionFacts(record, admission.request(), admission.now()));
  return KeepRelatives(std::move(held),
                       authorization.grant.ok()
                           ? authorization.grant->permitted_categories()
                           : auth::CategorySet());
}

}  // namespace

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

}  // namespace homeward::query
