#include "auth/facts/subject_age.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "auth/decision/birth_age.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;

std::optional<AgeInterval> FromAge(const v1::AgeRange& age, int years_since) {
  if (!age.has_min_years() && !age.has_max_years()) return std::nullopt;
  const int min = age.has_min_years() ? age.min_years() : 0;
  const int max = age.has_max_years() ? age.max_years() : kMaxAgeYears;
  if (min < 0 || max < min || max > kMaxAgeYears) return std::nullopt;
  return AgeInterval{min + years_since, max + years_since + 1};
}

std::optional<AgeInterval> FromBand(v1::AgeBand band, int years_since) {
  switch (band) {
    case v1::AGE_BAND_0_TO_5:
      return AgeInterval{years_since, 6 + years_since};
    case v1::AGE_BAND_6_TO_11:
      return AgeInterval{6 + years_since, 12 + years_since};
    case v1::AGE_BAND_12_TO_17:
      return AgeInterval{12 + years_since, 18 + years_since};
    case v1::AGE_BAND_ADULT:
      return AgeInterval{kMajorityYears + years_since, kMaxAgeYears};
    default:
      return std::nullopt;
  }
}

// What one claim says, the most exact first.
using Sayings = std::array<std::optional<AgeInterval>, 3>;

Sayings SayingsOf(const v1::ChildIdentity& identity, absl::Time source_time,
                  absl::Time now) {
  const int years_since = std::max(0, CompletedYears(source_time, now));
  return {AgeAt(identity.date_of_birth(), now),
          FromAge(identity.age(), years_since),
          FromBand(identity.age_band(), years_since)};
}

// The most exact thing that one claim says; but who was younger by another
// thing in it, when it was true, may be as young as that.
std::optional<AgeInterval> FromIdentity(const v1::ChildIdentity& identity,
                                        absl::Time source_time,
                                        absl::Time now) {
  // Compared at one time: nobody grows younger by a birthday.
  const Sayings then = SayingsOf(identity, source_time, source_time);
  std::optional<AgeInterval> age, age_then;
  const Sayings sayings = SayingsOf(identity, source_time, now);
  for (size_t i = 0; i < sayings.size(); ++i) {
    if (!sayings[i].has_value()) continue;
    if (!age.has_value()) {
      age = sayings[i];
      age_then = then[i];
    }
    if (age_then.has_value() && then[i].has_value() &&
        then[i]->max_years < age_then->min_years &&
        sayings[i]->min_years < kMajorityYears) {
      age->min_years = std::min(age->min_years, sayings[i]->min_years);
    }
  }
  // A guess proves nobody an adult, whatever was made of it.
  if (age.has_value() && identity.age().estimated()) age->min_years = 0;
  return age;
}

}  // namespace

AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now) {
  std::optional<AgeInterval> possible;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_identity()) continue;
    const absl::Time source_time =
        absl::FromUnixSeconds(claim.source_time().seconds());
    const auto age = FromIdentity(
        claim.identity(), claim.has_source_time() ? source_time : now, now);
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

}  // namespace homeward::auth
