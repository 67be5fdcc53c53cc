#include "auth/facts/record_facts.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "auth/facts/care_relation.h"
#include "auth/facts/consent_words.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::Timestamp;
using internal::v1::StoredRecord;

// When what `claim` says was true; `otherwise` when it doesn't say.
absl::Time SourceTimeOr(const v1::Claim& claim, absl::Time otherwise) {
  return claim.has_source_time() ? ToTime(claim.source_time()) : otherwise;
}

Tri LocationProtected(const StoredRecord& record, absl::string_view requester,
                      absl::Time now) {
  absl::Time newest = absl::InfinitePast();
  bool is_protected = true;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_location_protection()) continue;
    const v1::LocationProtection& word = claim.location_protection();
    const bool protects =
        word.state() != v1::PROTECT_LOCATION_OFF ||
        absl::c_linear_search(word.disclosure_deny_agency_ids(), requester);
    // Without a time a protection is the last word, and its end none.
    if (!protects && !claim.has_source_time()) continue;
    const absl::Time time = SourceTimeOr(claim, absl::InfiniteFuture());
    if (time < newest || (!protects && time > now)) continue;
    is_protected = protects || (time == newest && is_protected);
    newest = time;
  }
  return is_protected ? Tri::kTrue : Tri::kFalse;
}

// Whether `claim` ends the hold that `held` laid. Source: rule P-ADOPTION of
// docs/mou.md.
bool Lifts(const v1::Claim& claim, const v1::AdoptionHold& held) {
  constexpr size_t kQuorum = 2;
  const v1::AdoptionHold& word = claim.adoption_hold();
  const std::set<std::string> agreed(word.lifted_by_agency_ids().begin(),
                                     word.lifted_by_agency_ids().end());
  return word.status() == v1::ADOPTION_HOLD_STATUS_LIFTED &&
         claim.source_agency_id() == held.competent_agency_id() &&
         agreed.size() >= kQuorum && word.tracing_action_count() > 0;
}

// Whether `claim` lets the file go on that `requester` had before the hold.
bool Grandfathers(const v1::Claim& claim, const v1::AdoptionHold& held,
                  absl::string_view requester) {
  const v1::AdoptionHold& word = claim.adoption_hold();
  return word.status() == v1::ADOPTION_HOLD_STATUS_GRANDFATHERED &&
         claim.source_agency_id() == held.competent_agency_id() &&
         requester == held.competent_agency_id() &&
         !word.grandfathered_case_id().empty();
}

// Without a time, or of the future, a hold is the last word, and its end none.
Tri AdoptionHoldOf(const StoredRecord& record, absl::string_view requester,
                   absl::Time now) {
  const auto is_end = [](const v1::Claim& claim) {
    const v1::AdoptionHoldStatus status = claim.adoption_hold().status();
    return status == v1::ADOPTION_HOLD_STATUS_LIFTED ||
           status == v1::ADOPTION_HOLD_STATUS_GRANDFATHERED;
  };
  const v1::Claim* held = nullptr;
  absl::Time since = absl::InfinitePast();
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_adoption_hold() || is_end(claim)) continue;
    const absl::Time time = SourceTimeOr(claim, absl::InfiniteFuture());
    if (held != nullptr && time < since) continue;
    held = &claim;
    since = time;
  }
  if (held == nullptr) return Tri::kUnknown;
  for (const v1::Claim& claim : record.claims()) {
    const absl::Time time = SourceTimeOr(claim, absl::InfinitePast());
    if (!claim.has_adoption_hold() || time <= since || time > now) continue;
    if (Lifts(claim, held->adoption_hold()) ||
        Grandfathers(claim, held->adoption_hold(), requester)) {
      return Tri::kFalse;
    }
  }
  return Tri::kTrue;
}

}  // namespace

CategorySet CategoriesOfFacts() {
  // Ids and times, ages, custody and referrals, consent with protected
  // locations, holds.
  return {v1::CATEGORY_EXIST,      v1::CATEGORY_ID_MIN,  v1::CATEGORY_ID_FULL,
          v1::CATEGORY_LOC_COARSE, v1::CATEGORY_CONSENT, v1::CATEGORY_HOLD};
}

RecordFacts ComputeRecordFacts(const StoredRecord& record,
                               absl::string_view requester_agency_id,
                               v1::Purpose purpose, absl::Time now) {
  RecordFacts facts;
  const ConsentWords words = NewestConsent(record, requester_agency_id, purpose,
                                           ConsentAbout::kRecipient, now);
  facts.consented = words.agreed;
  facts.refused = words.refused;
  facts.custody_relation = CustodyOf(record, requester_agency_id, now);
  facts.care_relation = CareRelationOf(record, requester_agency_id, now);
  facts.location_protected =
      LocationProtected(record, requester_agency_id, now);
  facts.adoption_hold = AdoptionHoldOf(record, requester_agency_id, now);
  facts.age = SubjectAge(record, now);
  return facts;
}

bool IsSurelyOfAge(const StoredRecord& record, absl::Time now) {
  return SubjectAge(record, now).min_years >= kMajorityYears;
}

absl::Time RegisteredTime(const StoredRecord& record) {
  absl::Time first = absl::InfiniteFuture();
  for (const v1::Claim& claim : record.claims()) {
    first = std::min(first, claim.has_entry_time() ? ToTime(claim.entry_time())
                                                   : absl::InfinitePast());
  }
  return first;
}

}  // namespace homeward::auth
