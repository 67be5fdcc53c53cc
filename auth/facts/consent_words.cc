#include "auth/facts/consent_words.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/algorithm/container.h"
#include "auth/decision/access.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

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

// Whether it is taken back, or the child herself said no.
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

// What `consent` says at `now` of the matter `about`; nothing if it does not
// speak of it.
std::optional<Say> SayOf(const StoredRecord& record, const v1::Consent& consent,
                         ConsentAbout about, absl::Time now) {
  if (IsRefusal(consent, now)) return Say::kRefused;
  if (about == ConsentAbout::kCountryOfOrigin) {
    if (!consent.has_disclosure_country_of_origin()) return std::nullopt;
    if (!consent.disclosure_country_of_origin()) return Say::kRefused;
  }
  return Holds(record, consent, now) ? Say::kAgreed : Say::kNothing;
}

}  // namespace

ConsentWords NewestConsent(const StoredRecord& record,
                           absl::string_view requester, v1::Purpose purpose,
                           ConsentAbout about, absl::Time now) {
  std::map<v1::Category, Word> newest;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_consent()) continue;
    const v1::Consent& consent = claim.consent();
    const std::optional<Say> say = SayOf(record, consent, about, now);
    if (!say.has_value()) continue;
    const bool refuses = *say == Say::kRefused;
    // Without a time a refusal is the last word, and a consent none.
    const absl::Time otherwise =
        refuses ? absl::InfiniteFuture() : absl::InfinitePast();
    const Word word = {
        claim.has_source_time() ? ToTime(claim.source_time()) : otherwise,
        *say};
    if (!refuses && word.time > now) continue;
    Speaks(consent, refuses, requester, purpose)
        .ForEach([&](v1::Category category) {
          Word& last = newest[category];
          if (word.Outweighs(last)) last = word;
        });
  }
  ConsentWords words;
  for (const auto& [category, word] : newest) {
    if (word.say == Say::kAgreed) words.agreed.Add(category);
    if (word.say == Say::kRefused) words.refused.Add(category);
  }
  return words;
}

CategorySet RefusedBy(const v1::Consent& consent,
                      absl::string_view requester_agency_id,
                      v1::Purpose purpose, absl::Time now) {
  if (!IsRefusal(consent, now)) return {};
  return Speaks(consent, /*refuses=*/true, requester_agency_id, purpose);
}

}  // namespace homeward::auth
