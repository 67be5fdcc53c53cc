#include "services/registration/disclosure.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/decision/decision_record.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "auth/facts/record_facts.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/proto_time.h"
#include "auth/redaction/redact.h"
#include "services/matching/candidates.h"
#include "services/matching/describe.h"
#include "services/matching/explain.h"
#include "services/matching/index_version.h"
#include "services/matching/match.h"
#include "services/matching/match_state.h"
#include "services/registration/record_access.h"

namespace homeward::registration {
namespace {

using ::homeward::internal::v1::StoredRecord;

constexpr size_t kMaxAlike = 5;
// Intake does not wait for those who are hard to find.
constexpr size_t kMaxRecordsOfTerm = 200;
constexpr size_t kMaxCandidates = 100;

// Notes in `ruling` the rules in code that took something away, each once.
void NoteRules(const auth::DecisionTrace& trace, Ruling& ruling) {
  v1::DecisionRecord& decision = *ruling.event.mutable_decision();
  for (const std::string& rule : trace.built_in_rules) {
    if (absl::c_linear_search(decision.built_in_rules(), rule)) continue;
    decision.add_built_in_rules(rule);
  }
}

// What `authorization`, which must grant something, lets be seen of `record`;
// `ruling` then says so. Nothing when that is no claim at all.
std::optional<v1::ChildRecord> ShowRecord(
    const auth::Authorization& authorization, const StoredRecord& record,
    const auth::FieldHasher& hasher, Ruling& ruling) {
  const auth::Grant& grant = *authorization.grant;
  v1::ChildRecord shown = auth::Redact(grant, record, hasher);
  if (shown.claims().empty()) return std::nullopt;
  NoteRules(authorization.trace, ruling);
  auth::AddObligations(grant.obligations(), *ruling.event.mutable_decision());
  ruling.details.add_record_ids(record.record_id());
  std::set<std::string> paths(ruling.details.disclosed_fields().begin(),
                              ruling.details.disclosed_fields().end());
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  const auth::FieldSet fields = auth::FieldsIn(shown);
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (fields.test(i)) paths.insert(catalog.path(static_cast<int>(i)));
  }
  ruling.details.clear_disclosed_fields();
  for (const std::string& path : paths) {
    ruling.details.add_disclosed_fields(path);
  }
  return shown;
}

struct Alike {
  matching::Match match;
  StoredRecord record;
};

// What is compared of `record`: of those whom it names, only who may be seen.
matching::Description Held(const matching::Description& asked,
                           const StoredRecord& record, const Ruling& ruling) {
  matching::Description held = matching::DescribeClaims(record.claims());
  if (asked.relatives.empty() || held.relatives.empty()) {
    held.relatives.clear();
    return held;
  }
  const auth::Authorization authorization = AuthorizeRecord(record, ruling);
  const auth::CategorySet seen =
      authorization.grant.ok() ? authorization.grant->permitted_categories()
                               : auth::CategorySet();
  return matching::KeepRelatives(std::move(held), [&](v1::Category category) {
    return seen.Contains(category);
  });
}

// What is compared of records, and of relatives only what may be seen.
auth::CategorySet CategoriesToCompare(const auth::Admission& admission) {
  auth::CategorySet categories =
      admission.categories() | auth::CategoriesOfFacts() |
      auth::CategorySet{v1::CATEGORY_ID_MIN, v1::CATEGORY_ID_FULL};
  for (const v1::Category category :
       {v1::CATEGORY_FAMILY, v1::CATEGORY_ADULTS, v1::CATEGORY_TIP}) {
    if (admission.permitted_categories().Contains(category)) {
      categories.Add(category);
    }
  }
  return categories;
}

// The records that may be the child of `asked`, best first, without
// `own_record_id`.
absl::StatusOr<std::vector<Alike>> LoadAlike(
    const storage::RecordStore& records, const matching::Description& asked,
    const std::string& own_record_id, const Ruling& ruling) {
  const auth::Admission& admission = *ruling.admission;
  auto count = records.EstimateCount();
  if (!count.ok()) return count.status();
  matching::CandidateLimits limits;
  limits.records_of_term = kMaxRecordsOfTerm;
  limits.candidates = kMaxCandidates;
  auto version = records.TermVersion();
  if (!version.ok()) return version.status();
  auto found = matching::FindFamilyCandidates(
      asked, *count, *version == matching::kIndexVersion, limits,
      [&](absl::string_view kind, const std::string& term, size_t limit) {
        return records.Find({std::string(kind), term}, limit);
      });
  if (!found.ok()) return found.status();
  const auto categories = CategoriesToCompare(admission).Values();
  std::vector<Alike> alike;
  for (const auto& [id, by_relatives] : *found) {
    if (id == own_record_id) continue;
    auto record = records.Load(id, categories, admission.now());
    if (!record.ok()) return record.status();
    if (!record->has_value()) continue;
    matching::Match match =
        matching::Compare(asked, Held(asked, **record, ruling),
                          matching::ExpectedPersons(*count));
    if (match.band < matching::Band::kPossible) continue;
    if (by_relatives && !match.relatives.has_value()) continue;
    alike.push_back({std::move(match), **std::move(record)});
  }
  std::stable_sort(alike.begin(), alike.end(),
                   [](const Alike& a, const Alike& b) {
                     return a.match.score.bits > b.match.score.bits;
                   });
  return alike;
}

}  // namespace

absl::StatusOr<v1::ChildRecord> Show(const storage::RecordStore& records,
                                     const auth::FieldHasher& hasher,
                                     const std::string& record_id,
                                     Ruling& ruling) {
  auto record = records.Load(
      record_id,
      (ruling.admission->categories() | auth::CategoriesOfFacts()).Values(),
      ruling.admission->now());
  if (!record.ok()) return record.status();
  if (!record->has_value()) return NoSuchRecord();
  const auth::Authorization authorization = AuthorizeRecord(**record, ruling);
  std::optional<v1::ChildRecord> shown;
  if (authorization.grant.ok()) {
    shown = ShowRecord(authorization, **record, hasher, ruling);
  }
  if (!shown.has_value()) {
    ruling.details.add_withheld_record_ids(record_id);
    return Withhold(authorization.trace, ruling);
  }
  ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  return *std::move(shown);
}

absl::StatusOr<AlikeRecords> ShowAlike(const storage::RecordStore& records,
                                       const auth::FieldHasher& hasher,
                                       const matching::Description& description,
                                       const KnownApart& known,
                                       Ruling& ruling) {
  auto alike = LoadAlike(records, description, known.own_record_id, ruling);
  if (!alike.ok()) return alike.status();
  AlikeRecords found;
  for (const auto& [match, record] : *alike) {
    if (found.matches.size() == kMaxAlike) break;
    const auth::Authorization authorization = AuthorizeRecord(record, ruling);
    if (!authorization.grant.ok()) continue;
    const v1::MatchState state =
        matching::StateOf(record.record_id(), known.decided);
    if (state == v1::MATCH_STATE_REJECTED) {
      ++found.rejected_count;
      continue;
    }
    auto shown = ShowRecord(authorization, record, hasher, ruling);
    if (!shown.has_value()) continue;
    v1::RecordMatch& told = found.matches.emplace_back();
    *told.mutable_record() = *std::move(shown);
    told.set_band(match.band == matching::Band::kStrong
                      ? v1::MATCH_BAND_STRONG
                      : v1::MATCH_BAND_POSSIBLE);
    matching::Explain(match, told);
    told.set_state(state);
    *told.mutable_answer_time() = auth::ToTimestamp(ruling.admission->now());
  }
  return found;
}

}  // namespace homeward::registration
