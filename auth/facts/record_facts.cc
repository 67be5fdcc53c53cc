#include "auth/facts/record_facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "auth/facts/care_relation.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::Timestamp;
using internal::v1::StoredRecord;

// P-CONSENT of docs/mou.md: consent without an end lasts 12 months.
constexpr absl::Duration kDefaultConsent = absl::Hours(365 * 24);

// When what `claim` says was true; `otherwise` when it doesn't say.
absl::Time SourceTimeOr(const v1::Claim& claim, absl::Time otherwise) {
  return claim.has_source_time() ? ToTime(claim.source_time()) : otherwise;
}

// What a claim about consent comes to for one question, the stronger later.
enum class Say { kAgreed, kNothing, kRefused };

// One claim about consent. Of two of the same time the stronger counts.
struct Word {
  absl::Time time = absl::InfinitePast();
  Say say = Say::kNothing;

  bool Outweighs(const Word& other) const {
    return time != other.time ? time > other.time : say > other.say;
  }
};

bool IsRefusal(const v1::Consent& consent, absl::Time now) {
  return (consent.has_revoked_time() &&
          ToTime(consent.revoked_time()) <= now) ||
         (consent.has_assent() && consent.assent().has_given() &&
          !consent.assent().given());
}

// Whether the child has surely grown from one age band into another between
// `then` and `now`.
bool HasOutgrown(const StoredRecord& record, absl::Time then, absl::Time now) {
  constexpr int kYearsOfBand = 6;
  const auto band = [](int years) {
    return std::min(years, kMajorityYears) / kYearsOfBand;
  };
  return band(SubjectAge(record, now).min_years) >
         band(SubjectAge(record, then).max_years);
}

bool Holds(const StoredRecord& record, const v1::Consent& consent,
           absl::Time now) {
  if (consent.given_by() == v1::CONSENT_GIVER_UNSPECIFIED ||
      !v1::ConsentGiver_IsValid(consent.given_by()) ||
      !consent.has_given_time()) {
    return false;
  }
  // That the family may be looked for, or that she may be counted, is asked in
  // words of its own.
  if ((consent.purpose() == v1::PURPOSE_FAMILY_TRACING &&
       !consent.consent_for_tracing()) ||
      (consent.purpose() == v1::PURPOSE_STATISTICS &&
       !consent.consent_reporting())) {
    return false;
  }
  const absl::Time given = ToTime(consent.given_time());
  const absl::Time expiry = consent.has_expiry_time()
                                ? ToTime(consent.expiry_time())
                                : given + kDefaultConsent;
  return given <= now && now < expiry && !HasOutgrown(record, given, now);
}

// The categories of which `consent` says something about this question.
// A refusal that leaves something out takes all of it.
CategorySet Speaks(const v1::Consent& consent, bool refuses,
                   absl::string_view requester, v1::Purpose purpose) {
  const bool for_purpose =
      consent.purpose() == purpose ||
      (refuses && consent.purpose() == v1::PURPOSE_UNSPECIFIED);
  const auto& recipients = consent.recipient_agency_ids();
  const bool for_requester = absl::c_linear_search(recipients, requester) ||
                             (refuses && recipients.empty());
  if (!for_purpose || !for_requester) return {};
  if (refuses && consent.categories().empty()) return CategorySet::All();
  CategorySet categories;
  for (int category : consent.categories()) {
    categories.Add(static_cast<v1::Category>(category));
  }
  return categories;
}

void AddConsent(const StoredRecord& record, absl::string_view requester,
                v1::Purpose purpose, absl::Time now, RecordFacts& facts) {
  std::map<v1::Category, Word> newest;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_consent()) continue;
    const v1::Consent& consent = claim.consent();
    Word word;
    word.say = IsRefusal(consent, now)       ? Say::kRefused
               : Holds(record, consent, now) ? Say::kAgreed
                                             : Say::kNothing;
    const bool refuses = word.say == Say::kRefused;
    // Without a time a refusal is the last word, and a consent none.
    word.time = SourceTimeOr(
        claim, refuses ? absl::InfiniteFuture() : absl::InfinitePast());
    if (!refuses && word.time > now) continue;
    Speaks(consent, refuses, requester, purpose)
        .ForEach([&](v1::Category category) {
          Word& last = newest[category];
          if (word.Outweighs(last)) last = word;
        });
  }
  for (const auto& [category, word] : newest) {
    if (word.say == Say::kAgreed) facts.consented.Add(category);
    if (word.say == Say::kRefused) facts.refused.Add(category);
  }
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

CategorySet RefusedBy(const v1::Consent& consent,
                      absl::string_view requester_agency_id,
                      v1::Purpose purpose, absl::Time now) {
  if (!IsRefusal(consent, now)) return {};
  return Speaks(consent, /*refuses=*/true, requester_agency_id, purpose);
}

RecordFacts ComputeRecordFacts(const StoredRecord& record,
                               absl::string_view requester_agency_id,
                               v1::Purpose purpose, absl::Time now) {
  RecordFacts facts;
  AddConsent(record, requester_agency_id, purpose, now, facts);
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

}  // namespace homeward::auth
