#include "auth/facts/consent_words.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "absl/algorithm/container.h"
#include "auth/decision/access.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

// What a claim about consent comes to for one question, the stronger later: of
// two of the same time it counts.
enum class Say { kAgreed, kNothing, kRefused };

// One claim about consent that speaks of the question.
struct Word {
  const v1::Consent* consent;
  absl::Time time;
  bool refuses;
  CategorySet categories;
};

// Whether a child has grown by now.
class Growth {
 public:
  Growth(const StoredRecord& record, absl::Time now)
      : ages_(record), band_(BandOf(ages_.At(now).min_years)) {}

  // Whether she has surely grown from one age band into another since `then`.
  bool OutOfBandOf(absl::Time then) const {
    return band_ > 0 && band_ > BandOf(ages_.At(then).max_years);
  }

 private:
  static int BandOf(int years) {
    constexpr int kYearsOfBand = 6;
    return std::min(years, kMajorityYears) / kYearsOfBand;
  }

  const SubjectAges ages_;
  const int band_;
};

// Whether it is taken back, or the child herself said no.
bool IsRefusal(const v1::Consent& consent, absl::Time now) {
  return (consent.has_revoked_time() &&
          ToTime(consent.revoked_time()) <= now) ||
         (consent.has_assent() && consent.assent().has_given() &&
          !consent.assent().given());
}

bool Holds(const v1::Consent& consent, const Growth& growth, absl::Time now) {
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
  return given <= now && now < expiry && !growth.OutOfBandOf(given);
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

// Whether `consent` says no at `now` in the matter `about`; nothing if it does
// not speak of it.
std::optional<bool> Refuses(const v1::Consent& consent, ConsentAbout about,
                            absl::Time now) {
  if (IsRefusal(consent, now)) return true;
  if (about == ConsentAbout::kRecipient) return false;
  if (!consent.has_disclosure_country_of_origin()) return std::nullopt;
  return !consent.disclosure_country_of_origin();
}

// The claims about consent that speak of the question at `now`, in no order.
std::vector<Word> WordsOn(const StoredRecord& record,
                          absl::string_view requester, v1::Purpose purpose,
                          ConsentAbout about, absl::Time now) {
  std::vector<Word> words;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_consent()) continue;
    const v1::Consent& consent = claim.consent();
    const std::optional<bool> refuses = Refuses(consent, about, now);
    if (!refuses.has_value()) continue;
    // Without a time a refusal is the last word, and a consent none.
    const absl::Time otherwise =
        *refuses ? absl::InfiniteFuture() : absl::InfinitePast();
    const absl::Time time =
        claim.has_source_time() ? ToTime(claim.source_time()) : otherwise;
    if (!*refuses && time > now) continue;
    const CategorySet categories =
        Speaks(consent, *refuses, requester, purpose);
    if (!categories.empty()) {
      words.push_back({&consent, time, *refuses, categories});
    }
  }
  return words;
}

}  // namespace

ConsentWords NewestConsent(const StoredRecord& record,
                           absl::string_view requester, v1::Purpose purpose,
                           ConsentAbout about, absl::Time now) {
  const std::vector<Word> words =
      WordsOn(record, requester, purpose, about, now);
  std::map<v1::Category, absl::Time> newest;
  for (const Word& word : words) {
    word.categories.ForEach([&](v1::Category category) {
      absl::Time& last =
          newest.try_emplace(category, absl::InfinitePast()).first->second;
      last = std::max(last, word.time);
    });
  }
  // Whether an old one still holds is asked of none but the newest.
  std::optional<Growth> growth;
  std::map<v1::Category, Say> said;
  for (const Word& word : words) {
    CategorySet decides;
    word.categories.ForEach([&](v1::Category category) {
      const auto known = said.find(category);
      const bool is_open =
          known == said.end() ||
          known->second < (word.refuses ? Say::kRefused : Say::kNothing);
      if (is_open && word.time == newest[category]) decides.Add(category);
    });
    if (decides.empty()) continue;
    Say say = Say::kRefused;
    if (!word.refuses) {
      if (!growth.has_value()) growth.emplace(record, now);
      const bool agrees = word.time != absl::InfinitePast() &&
                          Holds(*word.consent, *growth, now);
      say = agrees ? Say::kAgreed : Say::kNothing;
    }
    decides.ForEach([&](v1::Category category) {
      Say& strongest = said.try_emplace(category, say).first->second;
      strongest = std::max(strongest, say);
    });
  }
  ConsentWords result;
  for (const auto& [category, say] : said) {
    if (say == Say::kAgreed) result.agreed.Add(category);
    if (say == Say::kRefused) result.refused.Add(category);
  }
  return result;
}

CategorySet RefusedBy(const v1::Consent& consent,
                      absl::string_view requester_agency_id,
                      v1::Purpose purpose, absl::Time now) {
  if (!IsRefusal(consent, now)) return {};
  return Speaks(consent, /*refuses=*/true, requester_agency_id, purpose);
}

}  // namespace homeward::auth
