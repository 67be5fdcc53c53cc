#include "auth/facts/origin.h"

#include <set>
#include <string>

#include "auth/facts/consent_words.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

// Where she comes from by `claim`; empty when it does not say.
std::set<std::string> CountriesOf(const v1::Claim& claim) {
  std::set<std::string> countries;
  const v1::ChildIdentity& identity = claim.identity();
  countries.insert(identity.country_of_origin());
  countries.insert(identity.nationality().begin(),
                   identity.nationality().end());
  const v1::MissingChild& missing = claim.missing_report().child();
  countries.insert(missing.nationality().begin(), missing.nationality().end());
  countries.erase("");
  return countries;
}

// The same by all claims of `record`.
std::set<std::string> CountriesOfOrigin(const StoredRecord& record) {
  std::set<std::string> countries;
  for (const v1::Claim& claim : record.claims()) {
    countries.merge(CountriesOf(claim));
  }
  return countries;
}

bool MayBeOfOrigin(const StoredRecord& record, const AccessRequest& request) {
  if (request.requester_agency_id == request.owner_agency_id ||
      request.requester_country == request.owner_country) {
    return false;
  }
  const std::set<std::string> countries = CountriesOfOrigin(record);
  return request.requester_country.empty() || countries.empty() ||
         countries.count(request.requester_country) > 0;
}

}  // namespace

CategorySet WithheldFromOrigin(const StoredRecord& record,
                               const AccessRequest& request, absl::Time now) {
  if (!MayBeOfOrigin(record, request)) return {};
  CategorySet agreed =
      NewestConsent(record, request.requester_agency_id, request.purpose,
                    ConsentAbout::kCountryOfOrigin, now)
          .agreed;
  if (!agreed.empty()) agreed.Add(v1::CATEGORY_EXIST);
  return CategorySet::All() - agreed;
}

bool SpeaksOfOrigin(const v1::Claim& claim) {
  return claim.consent().has_disclosure_country_of_origin() ||
         !CountriesOf(claim).empty();
}

}  // namespace homeward::auth
