#ifndef HOMEWARD_AUTH_FACTS_CONSENT_WORDS_H_
#define HOMEWARD_AUTH_FACTS_CONSENT_WORDS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/consent.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

// How long consent without an end lasts, from when it was given: 12 months.
// Source: docs/mou.md, P-CONSENT.
inline constexpr absl::Duration kDefaultConsent = absl::Hours(365 * 24);

// Of what a consent is asked.
enum class ConsentAbout {
  // That a recipient is told.
  kRecipient,
  // That a recipient of the child's country of origin is told: only a consent
  // that speaks of `disclosure_country_of_origin` says anything of it.
  kCountryOfOrigin,
};

// The categories to which the newest words agree, and which they refuse.
struct ConsentWords {
  CategorySet agreed;
  CategorySet refused;
};

// What the Consent claims of `record` say about `requester` and `purpose` at
// `now`: for each category the newest that names it decides, and of one time
// the stricter. Rules as of ComputeRecordFacts(). Thread-safe.
ConsentWords NewestConsent(const internal::v1::StoredRecord& record,
                           absl::string_view requester, v1::Purpose purpose,
                           ConsentAbout about, absl::Time now);

// The categories that `consent` refuses `requester_agency_id` for `purpose` at
// `now`: it is revoked, or the child herself said no. What it doesn't narrow it
// refuses whole: no purpose named means all, and so with recipients and
// categories. Empty when it refuses nothing. Thread-safe.
CategorySet RefusedBy(const v1::Consent& consent,
                      absl::string_view requester_agency_id,
                      v1::Purpose purpose, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_CONSENT_WORDS_H_
