#include "auth/facts/subject_age.h"

#include <algorithm>
#include <optional>

#include "auth/decision/birth_age.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;

// On the day of the claim.
std::optional<AgeInterval> OfAge(const v1::AgeRange& age) {
  if (!age.has_min_years() && !age.has_max_years()) return std::nullopt;
  const int min = age.has_min_years() ? age.min_years() : 0;
  const int max = age.has_max_years() ? age.max_years() : kMaxAgeYears;
  if (min < 0 || max < min || max > kMaxAgeYears) return std::nullopt;
  return AgeInterval{min, max};
}

std::optional<AgeInterval> OfBand(v1::AgeBand band) {
  switch (band) {
    case v1::AGE_BAND_0_TO_5:
      return AgeInterval{0, 5};
    case v1::AGE_BAND_6_TO_11:
      return AgeInterval{6, 11};
    case v1::AGE_BAND_12_TO_17:
      return AgeInterval{12, 17};
    case v1::AGE_BAND_ADULT:
      return AgeInterval{kMajorityYears, kMaxAgeYears};
    default:
      return std::nullopt;
  }
}

}  // namespace

SubjectAges::SubjectAges(const internal::v1::StoredRecord& record) {
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_identity()) continue;
    const v1::ChildIdentity& identity = claim.identity();
    Said said;
    said.birth = BirthDaysOf(identity.date_of_birth());
    said.age = OfAge(identity.age());
    if (!said.age.has_value()) {
      said.age = OfBand(identity.age_band());
      said.is_adult_band = identity.age_band() == v1::AGE_BAND_ADULT;
    }
    if (!said.birth.has_value() && !said.age.has_value()) continue;
    if (claim.has_source_time()) {
      said.since =
          UtcDayOf(absl::FromUnixSeconds(claim.source_time().seconds()));
    }
    said.estimated = identity.age().estimated();
    said_.push_back(said);
  }
}

// The most exact thing that the claim says.
std::optional<AgeInterval> SubjectAges::Said::On(absl::CivilDay day) const {
  std::optional<AgeInterval> on;
  if (birth.has_value()) on = AgeOn(*birth, day);
  if (!on.has_value() && age.has_value()) {
    const int years_since =
        since.has_value() ? std::max(0, CompletedYears(*since, day)) : 0;
    on = AgeInterval{
        age->min_years + years_since,
        is_adult_band ? kMaxAgeYears : age->max_years + years_since + 1};
  }
  // A guess proves nobody an adult, whatever was made of it.
  if (on.has_value() && estimated) on->min_years = 0;
  return on;
}

AgeInterval SubjectAges::At(absl::Time now) const {
  const absl::CivilDay day = UtcDayOf(now);
  std::optional<AgeInterval> possible;
  for (const Said& said : said_) {
    const std::optional<AgeInterval> age = said.On(day);
    if (!age.has_value()) continue;
    if (!possible.has_value()) possible = age;
    possible->min_years = std::min(possible->min_years, age->min_years);
    possible->max_years = std::max(possible->max_years, age->max_years);
  }
  if (!possible.has_value()) return AgeInterval();
  if (possible->min_years < kMajorityYears) {
    possible->max_years = std::min(possible->max_years, kMajorityYears - 1);
  }
  return *possible;
}

AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now) {
  return SubjectAges(record).At(now);
}

}  // namespace homeward::auth
