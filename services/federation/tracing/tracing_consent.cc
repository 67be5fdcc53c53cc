#include "services/federation/tracing/tracing_consent.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "auth/facts/blocked_seekers.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/record_facts.h"
#include "auth/mou/enum_set.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/matching/describe.h"
#include "services/matching/match.h"
#include "services/matching/match_state.h"
#include "services/matching/record_id.h"
#include "services/query/adult_seeker.h"
#include "services/query/record_candidates.h"

namespace homeward::federation {
namespace {

using ::homeward::internal::v1::StoredRecord;

// Of which categories a question about `child` tells whoever is asked, besides
// that she exists.
auth::CategorySet ToldBy(const v1::ChildDescriptor& child) {
  auth::CategorySet told;
  if (child.has_identifier()) told.Add(v1::CATEGORY_ID_FULL);
  if (!child.has_name()) return told;
  const v1::ChildName& name = child.name();
  told.Add(v1::CATEGORY_ID_MIN);
  if (name.has_birth_year() || !name.languages().empty()) {
    told.Add(v1::CATEGORY_ID_FULL);
  }
  if (!name.relatives().empty()) told.Add(v1::CATEGORY_FAMILY);
  return told;
}

// What tells who she is, and what she agreed to.
absl::StatusOr<std::optional<StoredRecord>> Load(
    const storage::RecordStore& records, const std::string& record_id,
    absl::Time now) {
  const auth::CategorySet categories =
      auth::CategoriesOfFacts() | auth::CategoriesOfBlocks();
  return records.Load(record_id, categories.Values(), now);
}

}  // namespace

absl::StatusOr<TracingRuling> TracingConsent::WhoMayBeAsked(
    const v1::ChildDescriptor& child, const std::vector<Recipient>& recipients,
    const std::string& own_country_code, absl::Time now) const {
  const auto own = FindOwn(child, now);
  if (!own.ok()) return own.status();
  const auto kept = AnyKeepsFromSeeker(*own, child, now);
  if (!kept.ok()) return kept.status();
  TracingRuling ruling;
  ruling.kept_from_seeker = *kept;
  if (ruling.kept_from_seeker) return ruling;
  auth::AccessRequest told;
  told.owner_agency_id = agency_id_;
  told.owner_country = own_country_code;
  told.purpose = v1::PURPOSE_FAMILY_TRACING;
  for (const Recipient& recipient : recipients) {
    told.requester_agency_id = recipient.agency_id;
    told.requester_country = recipient.country_code;
    if (MayAsk(*own, child, told, now)) ruling.may.insert(recipient.agency_id);
  }
  return ruling;
}

absl::StatusOr<bool> TracingConsent::KeepsFromSeeker(
    const v1::ChildDescriptor& child, absl::Time now) const {
  const auto own = FindOwn(child, now);
  if (!own.ok()) return own.status();
  return AnyKeepsFromSeeker(*own, child, now);
}

absl::StatusOr<bool> TracingConsent::AnyKeepsFromSeeker(
    const std::vector<OwnRecord>& own, const v1::ChildDescriptor& child,
    absl::Time now) {
  const auto asked = matching::DescribeQuestion(child, now);
  if (!asked.ok()) return asked.status();
  return absl::c_any_of(own, [&](const OwnRecord& one) {
    return query::MayHelpBlockedSeeker(*asked, one.record, now);
  });
}

bool TracingConsent::MayAsk(const std::vector<OwnRecord>& own,
                            const v1::ChildDescriptor& child,
                            const auth::AccessRequest& told, absl::Time now) {
  const auth::CategorySet categories = ToldBy(child);
  const auth::CategorySet with_existence =
      categories | auth::CategorySet{v1::CATEGORY_EXIST};
  bool agreed = false;
  for (const OwnRecord& one : own) {
    const auth::RecordFacts facts = auth::DecisionFacts(one.record, told, now);
    if (facts.refused.Intersects(with_existence)) return false;
    // Where she comes from is not taken from a record that may be another's.
    if (one.sure && facts.withheld_from_origin.Intersects(with_existence)) {
      return false;
    }
    // Who may know anything of her may know that she exists.
    agreed |= one.sure && !facts.consented.empty() &&
              facts.consented.Covers(categories);
  }
  return agreed;
}

absl::StatusOr<std::vector<TracingConsent::OwnRecord>> TracingConsent::FindOwn(
    const v1::ChildDescriptor& child, absl::Time now) const {
  const auto key = matching::ChildKeyText(child, now);
  if (!key.ok()) return key.status();
  const auto decided = matches_->Find(*key);
  if (!decided.ok()) return decided.status();
  auto found = Search(child, now);
  if (!found.ok()) return found.status();
  for (const auto& match : decided->matches.matches()) {
    const std::string& id = match.candidate_record_id();
    if (matching::RecordOwner(id) != agency_id_) continue;
    found->try_emplace(id, v1::MATCH_BAND_POSSIBLE);
  }
  std::vector<OwnRecord> own;
  for (const auto& [id, band] : *found) {
    const v1::MatchState state = matching::StateOf(id, decided->matches);
    const bool proposed = state == v1::MATCH_STATE_PROPOSED;
    const bool sure = state == v1::MATCH_STATE_CONFIRMED ||
                      (proposed && band == v1::MATCH_BAND_IDENTIFIED);
    const bool likely = state == v1::MATCH_STATE_CONTESTED ||
                        (proposed && band == v1::MATCH_BAND_STRONG);
    if (!sure && !likely) continue;
    auto record = Load(*records_, id, now);
    if (!record.ok()) return record.status();
    if (record->has_value()) own.push_back({**std::move(record), sure});
  }
  return own;
}

absl::StatusOr<TracingConsent::Found> TracingConsent::Search(
    const v1::ChildDescriptor& child, absl::Time now) const {
  Found found;
  if (child.has_record_id()) {
    // Another agency's record is hers only if own staff said so of an own one.
    if (matching::RecordOwner(child.record_id()) == agency_id_) {
      found.emplace(child.record_id(), v1::MATCH_BAND_IDENTIFIED);
    }
    return found;
  }
  if (child.identifier().type() != v1::IDENTIFIER_TYPE_SOURCE_RECORD) {
    return SearchByDescription(child, now);
  }
  const auto ids = records_->FindSource(child.identifier().value(), now);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    found.emplace(id, v1::MATCH_BAND_IDENTIFIED);
  }
  return found;
}

absl::StatusOr<TracingConsent::Found> TracingConsent::SearchByDescription(
    const v1::ChildDescriptor& child, absl::Time now) const {
  auto asked = matching::DescribeQuestion(child, now);
  if (!asked.ok()) return asked.status();
  asked->relatives.clear();
  const auto count = records_->EstimateCount();
  if (!count.ok()) return count.status();
  const auto candidates = query::FindCandidates(*records_, *asked, *count);
  if (!candidates.ok()) return candidates.status();
  Found found;
  for (const matching::Candidate& candidate : *candidates) {
    const auto record = Load(*records_, candidate.id, now);
    if (!record.ok()) return record.status();
    if (!record->has_value()) continue;
    const matching::Match match =
        matching::Compare(*asked, matching::DescribeClaims((*record)->claims()),
                          matching::ExpectedPersons(*count));
    if (child.has_identifier() && match.same_number) {
      found.emplace(candidate.id, v1::MATCH_BAND_IDENTIFIED);
    } else if (match.band == matching::Band::kStrong) {
      found.emplace(candidate.id, v1::MATCH_BAND_STRONG);
    }
  }
  return found;
}

}  // namespace homeward::federation
